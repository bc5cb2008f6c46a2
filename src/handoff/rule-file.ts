/** What reading queues and reading rules share: one file, its problems with their lines, texts and times. */

import type { z } from 'zod'
import type { Place, Problem } from '../company/problems.ts'
import { readShape } from '../company/shape.ts'
import type { Bilingual, Company } from '../company/types.ts'
import { holesIn } from '../company/variables.ts'
import type { ValuePath, YamlSource } from '../company/yaml-source.ts'
import { languageProblems, templateProblems } from '../corpus/check-text.ts'
import { placeOf, type Written } from '../corpus/types.ts'
import { problem } from './problem-codes.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const TIME = /^(\d{1,5})\s?([smhd])$/

/** Times a field may have, as they are written. */
export interface TimeRange {
  readonly least: string
  readonly most: string
}

/** The file of rules while it is read. */
export class RuleFile {
  readonly problems: Problem[] = []
  readonly source: YamlSource
  /** For values such as `{company.short}`; without it they are not checked. */
  readonly company: Company | undefined

  constructor(source: YamlSource, company: Company | undefined) {
    this.source = source
    this.company = company
  }

  /** The value at a path as the schema wants it; null where it does not fit, which is a problem. */
  read<Schema extends z.ZodType>(schema: Schema, path: ValuePath): z.output<Schema> | null {
    const { data, problems } = readShape(schema, this.source, path)
    // The page that explains these files is another than that of the rest of the corpus.
    const fixOf = (fix: string) =>
      fix
        .replace('docs/corpus.md shows a whole entry', 'docs/handoff.md shows a whole rule')
        .replace('docs/corpus.md', 'docs/handoff.md')
    this.problems.push(...problems.map((found) => ({ ...found, fix: fixOf(found.fix) })))
    return data
  }

  /** Checks a text in both languages, and the values quoted in it. */
  checkTexts(texts: Bilingual, path: ValuePath): void {
    for (const language of ['zh', 'en'] as const) {
      const written: Written = { text: texts[language], source: this.source, path: [...path, language] }
      this.problems.push(...languageProblems(written, language))
      if (this.company !== undefined) this.problems.push(...templateProblems(written, this.company))
      for (const hole of holesIn(written.text)) {
        if (hole.name.includes('.')) continue
        const message = `Nothing is handed in for {${hole.name}} here.`
        const fix = 'Use values of the company, such as {company.short}.'
        this.problems.push(problem('wording_value_unknown', placeOf(written, hole.index), message, fix))
      }
    }
  }

  /** Milliseconds for `45s`, `5m`, `2h` or `3d`; null where it is none or out of range, which is a problem. */
  readTime(written: string, path: ValuePath, { least, most }: TimeRange): number | null {
    const time = millisecondsOf(written)
    if (time !== null && time >= (millisecondsOf(least) ?? 0) && time <= (millisecondsOf(most) ?? 0))
      return time
    const message = `${written} is not a time for ${path.at(-1) ?? 'this'}.`
    this.report('time_value', path, message, `Write it like 60s, 5m or 2h; from ${least} to ${most}.`)
    return null
  }

  /** Where the value at a path stands. */
  at(path: ValuePath): Place {
    return { file: this.source.file, line: this.source.lineOf(path) }
  }

  /** Notes a problem at a path. */
  report(code: Parameters<typeof problem>[0], path: ValuePath, message: string, fix: string): void {
    this.problems.push(problem(code, this.at(path), message, fix))
  }
}

function millisecondsOf(written: string): number | null {
  const match = TIME.exec(written)
  return match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0) : null
}
