/** Loads handoff rules from a file at start, or says everything that is wrong with it. */

import { readFile } from 'node:fs/promises'
import { hasErrors } from '../company/problems.ts'
import { MAX_FILE_BYTES } from '../company/source-files.ts'
import { LiukeError, messageOf } from '../errors.ts'
import { type RuleSurroundings, readRules } from './read-rules.ts'
import type { Rules } from './rules.ts'

/** Most problems told in one error. */
const MAX_TOLD = 50

/**
 * The rules in a YAML file such as `corpus/handoff.yaml`. Warnings are not told: ask `readRules` for them.
 * @throws LiukeError `handoff_unreadable`, or `handoff_invalid` with all problems, each with file and line
 */
export async function loadRules(file: string, surroundings: RuleSurroundings = {}): Promise<Rules> {
  const { rules, problems } = readRules(
    { path: 'handoff.yaml', file, text: await readRuleFile(file) },
    surroundings,
  )
  if (rules !== null) return rules
  const errors = problems.filter((problem) => hasErrors([problem]))
  const lines = errors
    .slice(0, MAX_TOLD)
    .map(({ file, line, message, fix, code }) => `  - ${file}:${line}: ${message} ${fix} [${code}]`)
  const told = `The handoff rules have ${errors.length === 1 ? 'a problem' : `${errors.length} problems`}:`
  const advice = 'Correct the file; docs/handoff.md explains rules, facts and each problem.'
  throw new LiukeError('handoff_invalid', `${told}\n${lines.join('\n')}\n`, advice)
}

/**
 * The text of a file of rules, or of their tests.
 * @throws LiukeError `handoff_unreadable`
 */
export async function readRuleFile(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    if (bytes.length > MAX_FILE_BYTES) throw new RangeError(`it is larger than ${MAX_FILE_BYTES / 1024} KB`)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (thrown) {
    const advice = 'Put a readable UTF-8 file there; the sample is corpus/handoff.yaml.'
    const message = `The handoff rules in ${file} cannot be read (${messageOf(thrown)}).`
    throw new LiukeError('handoff_unreadable', message, advice, { cause: thrown })
  }
}
