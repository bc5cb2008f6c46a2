/** The catalogue of facts as the page for support leads shows it; `liuke rules facts --write` puts it there. */

import { LiukeError } from '../errors.ts'
import { type FactName, factNames, factOf } from './facts.ts'

const BEGIN = '<!-- facts: written by `liuke rules facts --write`; change src/handoff/facts.ts instead -->'
const END = '<!-- /facts -->'

/** All facts as a Markdown table, each with its meaning in both languages. */
export function factCatalogue(): string {
  const head = ['| Fact | Type | Unit | May be unknown | Meaning |', '|---|---|---|---|---|']
  return [...head, ...factNames.map(rowOf)].join('\n')
}

function rowOf(name: FactName): string {
  const { type, values = [], range, unit, mayBeUnknown, about } = factOf(name)
  const kind = {
    boolean: 'yes or no',
    number: 'number',
    text: 'text',
    'one of': `one of ${values.map((value) => `\`${value}\``).join(', ')}`,
  }[type]
  const measure = unit?.en ?? (range ? '0 to 1' : '')
  return `| \`${name}\` | ${kind} | ${measure} | ${mayBeUnknown ? 'yes' : ''} | ${about.en} / ${about.zh} |`
}

/**
 * A page with the catalogue between its two marks renewed.
 * @throws LiukeError `fact_marks_missing`
 */
export function withCatalogue(page: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from < 0 || to < from) {
    throw new LiukeError(
      'fact_marks_missing',
      'The page has no place for the catalogue of facts.',
      `Put the lines ${BEGIN} and ${END} where it should stand.`,
    )
  }
  return `${page.slice(0, from)}${BEGIN}\n${factCatalogue()}\n${page.slice(to)}`
}
