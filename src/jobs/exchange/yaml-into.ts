/** Takes YAML of ours into a draft as it stands: item by item, or a file in place of a file. */

import { parseYaml } from '../../company/yaml-source.ts'
import { filesOf, isHead, itemsOf } from '../../corpus/revisions/items.ts'
import type { CorpusFile, Item } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'
import type { ImportMode } from './changes.ts'
import { type ExchangedFile, Losses } from './given.ts'
import { plainText } from './plain-text.ts'
import { type Planned, withNew } from './planned.ts'

/** Largest file of a corpus, in characters. */
const MOST = 1024 * 1024

/**
 * The items with those of the files in place of what has the same name; with `replace`, what else stands in those files
 * goes.
 * @throws LiukeError `exchange_unreadable`, `exchange_too_large`, `exchange_not_utf8`
 */
export function yamlInto(items: readonly Item[], files: readonly ExchangedFile[], mode: ImportMode): Planned {
  const losses = new Losses()
  const given = filesOfCorpus(files, losses)
  const texts = new Map(filesOf(items).map(({ path, text }) => [path, text]))
  for (const one of given) if (texts.get(one.path) !== one.text) checkSyntax(one)
  const theirs = itemsOf(given)
  if (mode === 'merge') for (const { path } of given) checkMerges(path, items, theirs)
  const byKey = new Map(theirs.map((item) => [item.key, item]))
  const replaced = new Set(mode === 'replace' ? given.map(({ path }) => path) : [])
  const known = new Set(items.map(({ key }) => key))
  const kept = items.flatMap((item): Item[] => {
    const other = byKey.get(item.key)
    // What is known stays in its file, whichever file it came in.
    if (other) return [like(other, item)]
    return replaced.has(item.file) ? [] : [item]
  })
  const fresh = theirs.filter(({ key }) => !known.has(key))
  const indents = new Map(kept.filter(isInList).map(({ file, source }) => [file, indentOf(source)]))
  const fitting = fresh.map((item) =>
    isInList(item)
      ? { ...item, source: fitted(item.source, indents.get(item.file) ?? indentOf(item.source)) }
      : item,
  )
  return { after: withNew(kept, fitting), lost: losses.all }
}

function filesOfCorpus(files: readonly ExchangedFile[], losses: Losses): CorpusFile[] {
  const given = files.flatMap((file): CorpusFile[] => {
    const text = plainText(file).replace(/\r\n/g, '\n')
    const path = placeOf(file.name, text)
    if (path === null) losses.add('strangers', file.name)
    else if (text.length > MOST)
      throw new LiukeError('exchange_too_large', `${file.name} is larger than 1 MB.`, 'Split it by topic.')
    return path === null ? [] : [{ path, text }]
  })
  if (given.length === 0)
    throw new LiukeError(
      'exchange_unreadable',
      'None of the files belongs to a corpus.',
      'Give files of faq/, phrases/, tests/ or lexicon/, or handoff.yaml, offers.yaml, desk.yaml.',
    )
  const twice = given.find(({ path }, at) => given.findIndex((other) => other.path === path) !== at)
  if (twice)
    throw new LiukeError(
      'exchange_unreadable',
      `Two of the files would be ${twice.path}.`,
      'Give one of them.',
    )
  return given
}

/** @throws LiukeError where nothing of a file could be used */
function checkSyntax({ path, text }: CorpusFile): void {
  const { problems } = parseYaml({ path, file: path, text })
  const broken = problems.find(({ code }) => code === 'yaml_syntax' || code === 'yaml_too_deep')
  if (broken)
    throw new LiukeError('exchange_unreadable', `${path}, line ${broken.line}: ${broken.message}`, broken.fix)
}

/** Where a file belongs: by the folder it came in, else by what it holds; null where it belongs nowhere. */
function placeOf(name: string, text: string): string | null {
  const path = name.replaceAll('\\', '/').replace(/\.yml$/i, '.yaml')
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  const base = parts.at(-1) ?? ''
  if (!/^[a-z0-9][\w-]{0,60}\.yaml$/i.test(base)) return null
  const folder = parts.at(-2) ?? ''
  if (['faq', 'phrases', 'tests', 'lexicon'].includes(folder)) return `${folder}/${base}`
  if (['handoff.yaml', 'offers.yaml', 'desk.yaml'].includes(base)) return base
  if (['background.yaml', 'commands.yaml'].includes(base)) return `lexicon/${base}`
  const { source } = parseYaml({ path, file: name, text })
  const [first] = Array.isArray(source.value) ? source.value : []
  if (typeof first === 'object' && first !== null) {
    if (Object.hasOwn(first, 'id')) return `faq/${base}`
    if (Object.hasOwn(first, 'entry')) return `tests/${base}`
  }
  const values: unknown[] =
    typeof source.value === 'object' && source.value ? Object.values(source.value) : []
  const isWording = values.some(
    (value) => typeof value === 'object' && value !== null && Object.hasOwn(value, 'zh'),
  )
  return isWording && !Array.isArray(source.value) ? `phrases/${base}` : null
}

/** @throws LiukeError where one side of a file is cut into items and the other cannot be */
function checkMerges(path: string, ours: readonly Item[], theirs: readonly Item[]): void {
  const key = `file:${path}`
  const isOurs = ours.some(({ file }) => file === path)
  const isWhole = (items: readonly Item[]): boolean => items.some((item) => item.key === key)
  if (!isOurs || isWhole(ours) === isWhole(theirs)) return
  throw new LiukeError(
    'exchange_unreadable',
    `${path} cannot be put together with the one that is there: ${isWhole(ours) ? 'that one' : 'it'} is no plain list of items, or has one of them twice.`,
    'Mend the file, or import it in place of the other.',
  )
}

function isInList(item: Item): boolean {
  return item.kind !== 'file' || isHead(item)
}

/** Ours, with the text of theirs; as it is where they say the same. */
function like(theirs: Item, ours: Item): Item {
  const source = isInList(ours) ? fitted(theirs.source, indentOf(ours.source)) : theirs.source
  // Empty lines at the end come from where it stood.
  const isSame = ours.source.replace(/\r\n/g, '\n').trimEnd() === source.trimEnd()
  return isSame ? ours : { ...ours, source }
}

/** Columns before an item's first line that is not a comment, or its first line where all are. */
function indentOf(source: string): number {
  const line = /^(?![ \t]*(?:#|$)) */m.exec(source) ?? /^(?![ \t]*$) */m.exec(source)
  return line?.[0].length ?? 0
}

/** An item that can stand between others of a file: as far to the right as they, on lines of its own. */
function fitted(source: string, indent: number): string {
  const now = indentOf(source)
  const ended = source.endsWith('\n') ? source : `${source}\n`
  if (now === indent) return ended
  if (now < indent) return ended.replace(/^(?=.)/gm, ' '.repeat(indent - now))
  return ended.replace(new RegExp(`^ {1,${now - indent}}`, 'gm'), '')
}
