/** Reads and checks a whole corpus together with the company it speaks for. */

import { closest } from '../company/closest.ts'
import { type Company, loadCompany } from '../company/load.ts'
import { hidesContent, inReadingOrder } from '../company/problems.ts'
import { readSourceFiles, type SourceFile } from '../company/source-files.ts'
import { parseYaml, type YamlSource } from '../company/yaml-source.ts'
import { backgroundProblems, phraseProblems, testProblems, untestedProblems } from './check-overlap.ts'
import { hashOf } from './hash.ts'
import { problem } from './problem-codes.ts'
import { hiddenPhraseProblems, missingCommands, readCommands } from './read-commands.ts'
import { readDesk } from './read-desk.ts'
import { readEntries, relatedProblems } from './read-entries.ts'
import { missingWording, readPhrases } from './read-phrases.ts'
import { fewBackgroundProblems, labelProblems, readBackground, readTests } from './read-questions.ts'
import type { Corpus, Problem } from './types.ts'

/** Tests of the handoff rules, which are no questions; `liuke rules test` reads them. */
const RULE_TESTS = 'tests/handoff.yaml'
/** Folders of a corpus; rules and offers at its top are read by the floors above. */
const FOLDERS = ['faq', 'phrases', 'lexicon', 'tests']
const FILES_AT_THE_TOP = ['handoff.yaml', 'offers.yaml', 'desk.yaml']

/**
 * Reads a corpus folder and a company folder. Never throws for what stands in them: all problems
 * come together, each with file, line and remedy, and a corpus with errors must not be used to
 * answer customers. Costs some 200 ms of computing for the sample: call it at start or in a worker.
 */
export async function loadCorpus(folder: string, companyFolder: string): Promise<Corpus> {
  const [company, { files, problems }] = await Promise.all([
    loadCompany(companyFolder),
    readSourceFiles(folder),
  ])
  return corpusOf(folder, files, company, problems)
}

/**
 * The corpus as given by files that were already read, from a folder or from a revision.
 * @param name how problems call the corpus as a whole
 * @param unread problems that kept files from being read; they hide content like broken YAML does
 * @param parse where the same files come again and again, one that remembers them
 */
export function corpusOf(
  name: string,
  files: readonly SourceFile[],
  company: Company,
  unread: readonly Problem[] = [],
  parse: typeof parseYaml = parseYaml,
): Corpus {
  const parsed = files.map(parse)
  const sources = parsed.map(({ source }) => source)
  const unreadable = [...unread, ...parsed.flatMap(({ problems }) => problems)]
  const within = (part: string) => sources.filter((source) => source.path.startsWith(`${part}/`))
  const lexicon = (file: string) => sources.find((source) => source.path === `lexicon/${file}.yaml`)

  const read = readEntries(within('faq'), company)
  const wording = readPhrases(within('phrases'), company)
  const steering = readCommands(lexicon('commands'))
  const background = readBackground(lexicon('background'))
  const tests = readTests(within('tests').filter(({ path }) => path !== RULE_TESTS))
  const settings = readDesk(
    sources.find(({ path }) => path === 'desk.yaml'),
    company,
  )

  const overlap = phraseProblems(read.entries)
  const chat = new Set(
    read.entries.filter(({ entry }) => entry.kind === 'small-talk').map(({ entry }) => entry.id),
  )
  const missing = () => [
    ...relatedProblems(read),
    ...labelProblems(tests.questions, read.ids),
    ...untestedProblems(read.entries, tests.questions),
    ...missingWording(wording.keys, name),
    ...namedEntryProblems(company, read.ids),
    ...(lexicon('commands') === undefined ? [missingCommands(name)] : []),
    ...(background.problems.length === 0 ? fewBackgroundProblems(background.background, name) : []),
    ...(read.ids.size === 0 ? [noEntries(name)] : []),
  ]
  const problems = [
    ...unreadable,
    ...sources.flatMap(unusedFile),
    ...[read, wording, steering, background, tests, settings].flatMap((part) => part.problems),
    ...overlap.problems,
    ...backgroundProblems(background.background, overlap.learned),
    ...testProblems(tests.questions, overlap.learned, background.background),
    ...hiddenPhraseProblems(steering.commands, overlap.learned, chat),
    // With a file missing, whatever refers to something in it would be reported without being wrong.
    ...(unreadable.some(hidesContent) ? [] : missing()),
  ]

  const entries = new Map(read.entries.map(({ entry }) => [entry.id, entry]))
  const content = {
    entries,
    phrases: { wording: wording.wording, variants: wording.variants, company },
    background: background.background.map((written) => written.text),
    tests: tests.questions.map(({ question }) => question),
    company,
  }
  const others = new Map(sources.filter(isOther).map((source) => [source.path, source.value]))
  const companyUnread = company.problems.some(hidesContent)
  const relevant = problems.filter(({ code }) => !(companyUnread && code === 'variable_unknown'))
  return {
    ...content,
    commands: steering.commands,
    desk: settings.desk,
    problems: inReadingOrder([...company.problems, ...relevant]),
    hash: hashOf({ ...content, others }),
  }
}

/** Entries that branding and greetings offer and that do not exist. */
function namedEntryProblems({ namedEntries }: Company, ids: ReadonlySet<string>): Problem[] {
  return namedEntries
    .filter(({ id }) => !ids.has(id))
    .map(({ id, place }) => {
      const meant = closest(id, ids)
      const fix = meant === null ? 'Correct the id, or take it out.' : `Did you mean ${meant}?`
      return problem('named_entry_unknown', place, `There is no entry ${id.slice(0, 80)}.`, fix)
    })
}

function noEntries(name: string): Problem {
  const fix = 'Add entries to corpus/faq; `liuke init` starts a corpus with models of each kind.'
  return problem('entries_missing', { file: name, line: 1 }, 'The corpus has no entries.', fix)
}

/** Files whose values are not in entries, wording, background or tests. */
function isOther(source: YamlSource): boolean {
  return !/^(?:faq|phrases|tests)\/|^lexicon\/background\.yaml$/.test(source.path)
}

function unusedFile(source: YamlSource): Problem[] {
  const [top = '', ...rest] = source.path.split('/')
  const known = rest.length === 0 ? FILES_AT_THE_TOP : FOLDERS
  if (known.includes(top)) return []
  const meant = closest(top, known)
  const fix = `${meant === null ? '' : `Did you mean ${meant}? `}Put it into ${FOLDERS.join(', ')}, or take it out.`
  return [problem('file_unused', { file: source.file, line: 1 }, 'Nothing reads this file.', fix)]
}
