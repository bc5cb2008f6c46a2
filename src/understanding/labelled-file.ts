/** Reads labelled questions from files of `label`, tab, `text`. */
import { LiukeError } from '../errors.ts'
import type { LabelledUtterance } from './types.ts'

/**
 * The rows of a file's content, in order; empty lines do not count.
 * @param name how errors call the file
 * @throws LiukeError `labelled_file_malformed` naming the line, `labelled_file_empty` without any row
 */
export function parseLabelled(content: string, name: string): LabelledUtterance[] {
  const rows: LabelledUtterance[] = []
  for (const [index, line] of content
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue
    const tab = line.indexOf('\t')
    const label = line.slice(0, Math.max(tab, 0)).trim()
    const text = line.slice(tab + 1).trim()
    if (label === '' || text === '') {
      throw new LiukeError(
        'labelled_file_malformed',
        `${name}:${index + 1} is not a label, a tab and a text.`,
        'Write every row as label, tab, text, or delete the line.',
      )
    }
    rows.push({ label, text })
  }
  if (rows.length === 0) {
    throw new LiukeError('labelled_file_empty', `${name} has no rows.`, 'Write rows of label, tab, text.')
  }
  return rows
}

/** Intents that are right for a label as written in a test file: `a|b` means either. */
export function intentsOfLabel(label: string): string[] {
  return label.split('|').map((intent) => intent.trim())
}
