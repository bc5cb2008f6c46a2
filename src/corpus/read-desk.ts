/** Reads and checks `desk.yaml`: tags, reasons, ready texts in both languages, blocks, ratings, idle times. */

import { z } from 'zod'
import { readShape, text, valueAt } from '../company/shape.ts'
import type { Bilingual, Company } from '../company/types.ts'
import { holesIn } from '../company/variables.ts'
import type { ValuePath, YamlSource } from '../company/yaml-source.ts'
import { languageProblems, templateProblems, unknownVariable } from './check-text.ts'
import { type DeskSettings, defaultDeskSettings } from './desk-settings.ts'
import { problem } from './problem-codes.ts'
import { type Problem, placeOf } from './types.ts'

/** Ids stand in addresses and in the log. */
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const MAX_TAGS = 100
const MAX_REASONS = 30
const MAX_CANNED = 200

const both = (length: number) => z.strictObject({ zh: text(length), en: text(length) })

const tagShape = z.strictObject({ id: text(40), name: both(40) })
const reasonShape = z.strictObject({
  id: text(40),
  name: both(60),
  resolution: z.enum(['confirmed', 'assumed', 'abandoned', 'escalated']),
  rate: z.boolean(),
})
const cannedShape = z.strictObject({ id: text(40), title: both(60), text: both(1_000) })
const usual = defaultDeskSettings
const fileShape = z.strictObject({
  tags: z.array(z.unknown()).max(MAX_TAGS).default([]),
  reasons: z.array(z.unknown()).min(1).max(MAX_REASONS).optional(),
  canned: z.array(z.unknown()).max(MAX_CANNED).default([]),
  block_hours: z.number().min(0.25).max(720).default(usual.blockHours),
  rating: z
    .strictObject({
      ask: z.boolean().default(usual.rating.ask),
      every_days: z.int().min(0).max(365).default(usual.rating.everyDays),
      within_hours: z.int().min(1).max(336).default(usual.rating.withinHours),
      low: z.int().min(0).max(5).default(usual.rating.low),
    })
    .optional(),
  idle: z
    .strictObject({
      bot_minutes: z.int().min(0).max(10_080).default(usual.idle.botMinutes),
      agent_hours: z.int().min(0).max(720).default(usual.idle.agentHours),
    })
    .optional(),
})

/**
 * What the file says; without one, or where it has errors, the defaults stand for what is missing.
 * @param company whose values ready texts may quote
 */
export function readDesk(
  source: YamlSource | undefined,
  company: Company,
): { desk: DeskSettings; problems: readonly Problem[] } {
  if (source?.value === undefined) return { desk: usual, problems: [] }
  const reader = new DeskReader(source, company)
  return { desk: reader.read(), problems: reader.problems }
}

class DeskReader {
  readonly problems: Problem[] = []
  readonly #source: YamlSource
  readonly #company: Company

  constructor(source: YamlSource, company: Company) {
    this.#source = source
    this.#company = company
  }

  read(): DeskSettings {
    const file = this.#shape(fileShape, [])
    const tags = this.#list('tags', tagShape, ({ name }, path) => this.#plain(name, [...path, 'name']))
    const reasons = this.#list('reasons', reasonShape, ({ name }, path) =>
      this.#plain(name, [...path, 'name']),
    )
    const canned = this.#list('canned', cannedShape, ({ title, text: said }, path) => {
      this.#plain(title, [...path, 'title'])
      this.#template(said, [...path, 'text'])
    })
    if (file === null) return usual
    const { rating, idle } = file
    return {
      tags,
      reasons: reasons.length > 0 ? reasons : usual.reasons,
      canned,
      blockHours: file.block_hours,
      rating: rating
        ? {
            ask: rating.ask,
            everyDays: rating.every_days,
            withinHours: rating.within_hours,
            low: rating.low,
          }
        : usual.rating,
      idle: idle ? { botMinutes: idle.bot_minutes, agentHours: idle.agent_hours } : usual.idle,
    }
  }

  /** The items of a list that can be used, each id once. */
  #list<Shape extends z.ZodType<{ readonly id: string }>>(
    field: string,
    shape: Shape,
    check: (item: z.output<Shape>, path: ValuePath) => void,
  ): z.output<Shape>[] {
    const written = valueAt(this.#source.value, [field])
    const lines = new Map<string, number>()
    const items: z.output<Shape>[] = []
    for (const at of Array.isArray(written) ? written.keys() : []) {
      const path = [field, at]
      const item = this.#shape(shape, path)
      if (item === null) continue
      const line = this.#source.lineOf([...path, 'id'])
      const place = { file: this.#source.file, line }
      const earlier = lines.get(item.id)
      if (!ID.test(item.id)) {
        const fix = 'Use small letters, digits and hyphens: `needs-visit`.'
        this.problems.push(problem('desk_id', place, `${item.id} cannot be an id here.`, fix))
      } else if (earlier !== undefined) {
        const message = `Line ${earlier} of ${field} is called ${item.id} as well.`
        this.problems.push(problem('desk_twice', place, message, 'Give one of them another id.'))
      } else {
        lines.set(item.id, line)
        items.push(item)
      }
      check(item, path)
    }
    return items
  }

  /** A name: in its own language, with nothing to be filled in. */
  #plain(texts: Bilingual, path: ValuePath): void {
    for (const language of ['zh', 'en'] as const) {
      const written = { text: texts[language], source: this.#source, path: [...path, language] }
      this.problems.push(...languageProblems(written, language))
      const brace = /[{}]/.exec(written.text)
      if (brace === null) continue
      const message = 'Nothing is filled in here.'
      this.problems.push(
        problem('template_brace', placeOf(written, brace.index), message, 'Write the words out.'),
      )
    }
  }

  /** A text: in its own language, with values of the company only. */
  #template(texts: Bilingual, path: ValuePath): void {
    for (const language of ['zh', 'en'] as const) {
      const written = { text: texts[language], source: this.#source, path: [...path, language] }
      this.problems.push(...languageProblems(written, language), ...templateProblems(written, this.#company))
      for (const { name, index } of holesIn(written.text))
        if (!name.includes('.')) this.problems.push(unknownVariable(name, written, index, this.#company))
    }
  }

  #shape<Schema extends z.ZodType>(schema: Schema, path: ValuePath): z.output<Schema> | null {
    const { data, problems } = readShape(schema, this.#source, path)
    for (const found of problems)
      this.problems.push({ ...found, fix: found.fix.replaceAll('docs/corpus.md', 'docs/desk.md') })
    return data
  }
}
