/** Reads `corpus/lexicon/commands.yaml`: the words that steer a conversation. */

import { readShape } from '../company/shape.ts'
import type { YamlSource } from '../company/yaml-source.ts'
import type { Learned } from './check-overlap.ts'
import { plainTextProblems } from './check-text.ts'
import {
  type CommandName,
  type Commands,
  commandNames,
  type FollowUpMarker,
  type ReplyName,
  readMarker,
  replyNames,
} from './commands.ts'
import { comparableOf } from './comparable.ts'
import { problem } from './problem-codes.ts'
import { commandsShape } from './shapes.ts'
import { type Language, type Problem, placeOf, type Written } from './types.ts'

const LANGUAGES: readonly Language[] = ['zh', 'en']

/** Reads the lists of a file; without one, there are no such words. */
export function readCommands(source: YamlSource | undefined) {
  const commands = new Map<string, CommandName>()
  const replies = new Map<string, ReplyName>()
  const followUps: FollowUpMarker[] = []
  const problems: Problem[] = []
  const result: Commands = { commands, replies, followUps }
  if (source?.value === undefined) return { commands: result, problems }
  const { data, problems: misfits } = readShape(commandsShape, source, [])
  problems.push(...misfits)
  if (data === null) return { commands: result, problems }

  for (const name of [...commandNames, ...replyNames, 'follow-up'] as const) {
    for (const language of LANGUAGES) {
      if (data[name][language].length > 0) continue
      const at = { file: source.file, line: source.lineOfName([name, language]) }
      problems.push(
        problem('command_missing', at, `${name} has no words in ${language}.`, 'Add at least one.'),
      )
    }
  }
  for (const name of commandNames) problems.push(...addWords(commands, name, writtenIn(data, name, source)))
  for (const name of replyNames) problems.push(...addWords(replies, name, writtenIn(data, name, source)))
  for (const written of writtenIn(data, 'follow-up', source)) {
    const marker = readMarker(written.text)
    if (marker !== null) followUps.push(marker)
    else {
      const message = 'A follow-up shows with … where the new part stands.'
      problems.push(problem('command_marker', placeOf(written), message, 'Write 那…呢 or "what about …".'))
    }
  }
  followUps.sort((a, b) => b.before.length + b.after.length - a.before.length - a.after.length)
  return { commands: result, problems }
}

/** A corpus without these words: the bot would answer, and nobody could cancel. */
export function missingCommands(file: string): Problem {
  const message = 'There are no words for cancelling, asking for help or starting over.'
  const fix = 'Add corpus/lexicon/commands.yaml; `liuke init` writes one to start from.'
  return problem('command_missing', { file, line: 1 }, message, fix)
}

/** Commands that are also phrases of an entry: inside a dialog, the entry would never be reached. */
export function hiddenPhraseProblems(
  commands: Commands,
  learned: Learned,
  chat: ReadonlySet<string>,
): Problem[] {
  const problems: Problem[] = []
  for (const [key, name] of commands.commands) {
    const held = learned.get(key)
    if (held === undefined || chat.has(held.owner)) continue
    const message = `This phrase of ${held.owner} is also the command ${name}, which comes first.`
    const fix = 'Make the phrase say more, or take it out of corpus/lexicon/commands.yaml.'
    problems.push(problem('command_hides_phrase', placeOf(held.written), message, fix))
  }
  return problems
}

type Lists = Readonly<Record<string, Readonly<Record<Language, readonly string[]>>>>

function writtenIn(data: Lists, name: string, source: YamlSource): Written[] {
  return LANGUAGES.flatMap((language) =>
    (data[name]?.[language] ?? []).map((text, item) => ({ text, source, path: [name, language, item] })),
  )
}

function addWords<Name extends string>(
  words: Map<string, Name>,
  name: Name,
  list: readonly Written[],
): Problem[] {
  return list.flatMap((written) => {
    const key = comparableOf(written.text)
    const earlier = words.get(key)
    if (earlier === undefined) words.set(key, name)
    if (earlier === undefined || earlier === name) return plainTextProblems(written)
    const message = `This already means ${earlier}.`
    return [problem('command_twice', placeOf(written), message, 'Keep it in one of the two lists.')]
  })
}
