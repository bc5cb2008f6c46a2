/** Reads the company's tables: names, prices, hours and limits that answers quote. */

import { PLAIN, readBranding } from './branding.ts'
import { isTimeZone } from './clock.ts'
import { readGreetings } from './greetings.ts'
import {
  companyProblems,
  hidesContent,
  inReadingOrder,
  type Place,
  type Problem,
  problemMaker,
} from './problems.ts'
import { readSourceFiles, type SourceFile } from './source-files.ts'
import type { Bilingual, Company } from './types.ts'
import { parseYaml, type ValuePath, type YamlSource } from './yaml-source.ts'

export type { Company } from './types.ts'

/** Longest value, in characters: a value is a name or a figure, not a text. */
const MAX_VALUE_LENGTH = 300

const problem = problemMaker(companyProblems)

/** Reads all YAML files of the company's folder. Never throws for what stands in them. */
export async function loadCompany(folder: string): Promise<Company> {
  const { files, problems } = await readSourceFiles(folder)
  const company = companyOf(files)
  const unread = problems.length > 0 || company.problems.some(hidesContent)
  // Where a file could not be read, its time zone may be in it.
  const found = unread
    ? company.problems.filter(({ code }) => code !== 'company_time_zone')
    : company.problems
  return { ...company, problems: inReadingOrder([...problems, ...found]) }
}

/** The company as given by files that were already read. */
export function companyOf(files: readonly SourceFile[]): Company {
  const tables = new Tables()
  let look: ReturnType<typeof readBranding> = { branding: PLAIN, entries: [], problems: [] }
  let spoken: ReturnType<typeof readGreetings> = { greetings: [], entries: [], problems: [] }
  for (const file of files) {
    const { source, problems } = parseYaml(file)
    for (const found of problems) tables.problems.push(found)
    if (source.value === undefined) continue
    if (source.path === 'branding.yaml') look = readBranding(source)
    else if (source.path === 'greetings.yaml') spoken = readGreetings(source)
    else tables.add(source)
  }
  const timeZone = tables.timeZone(files[0]?.file ?? 'company')
  return {
    variables: tables.variables,
    timeZone,
    branding: look.branding,
    greetings: spoken.greetings,
    namedEntries: [...look.entries, ...spoken.entries],
    problems: inReadingOrder([...tables.problems, ...look.problems, ...spoken.problems]),
  }
}

class Tables {
  readonly variables = new Map<string, string | Bilingual>()
  readonly problems: Problem[] = []
  /** Where each name was first given, of values and of the tables around them. */
  readonly #values = new Map<string, Place>()
  readonly #groups = new Map<string, Place>()

  add(source: YamlSource): void {
    if (!isFields(source.value)) {
      const message = 'A company file holds named values, and this is something else.'
      this.problems.push(
        problem('field_type', { file: source.file, line: 1 }, message, 'Write `name: value` lines.'),
      )
      return
    }
    for (const [name, value] of Object.entries(source.value)) this.#addField(source, [name], value)
  }

  timeZone(file: string): string {
    const place = this.#values.get('company.time_zone') ?? { file, line: 1 }
    const zone = this.variables.get('company.time_zone')
    if (typeof zone === 'string' && isTimeZone(zone)) return zone
    const message =
      zone === undefined
        ? 'company.time_zone is missing.'
        : 'company.time_zone is not the name of a time zone.'
    this.problems.push(problem('company_time_zone', place, message, 'Write a name such as Asia/Shanghai.'))
    return 'UTC'
  }

  #addField(source: YamlSource, path: ValuePath, value: unknown): void {
    const name = path.join('.')
    const place = { file: source.file, line: source.lineOfName(path) }
    const last = String(path.at(-1))
    if (!/^[a-z0-9][a-z0-9_]*$/.test(last) || !/^[a-z]/.test(name)) {
      const message = `The name ${last.slice(0, 60)} cannot be quoted in an answer.`
      this.problems.push(problem('company_key', place, message, 'Use small letters, digits and _ only.'))
      return
    }
    if (isFields(value) && !('zh' in value) && !('en' in value)) {
      this.#addGroup(source, path, value, place)
      return
    }
    if (path.length === 1) {
      const message = `${name} stands at the top of the file, where only groups of values can.`
      const fix = 'Put it into a group, so that its name has a dot: `company:` and below it `name: …`.'
      this.problems.push(problem('company_key', place, message, fix))
      return
    }
    if (this.#isTaken(name, place)) return
    this.#values.set(name, place)
    if (Array.isArray(value) || typeof value === 'boolean') return
    const text = isFields(value) ? this.#bilingual(source, path, value) : this.#text(source, path, value)
    if (text !== null) this.variables.set(name, text)
  }

  #addGroup(source: YamlSource, path: ValuePath, fields: Record<string, unknown>, place: Place): void {
    const name = path.join('.')
    const value = this.#values.get(name)
    if (value !== undefined) this.#reportTaken(name, place, value)
    if (!this.#groups.has(name)) this.#groups.set(name, place)
    for (const [key, inner] of Object.entries(fields)) this.#addField(source, [...path, key], inner)
  }

  #isTaken(name: string, place: Place): boolean {
    const earlier = this.#values.get(name) ?? this.#groups.get(name)
    if (earlier === undefined) return false
    this.#reportTaken(name, place, earlier)
    return true
  }

  #reportTaken(name: string, place: Place, earlier: Place): void {
    const message = `${name} is already given in ${earlier.file}, line ${earlier.line}.`
    this.problems.push(problem('company_duplicate_key', place, message, 'Keep one of them.'))
  }

  #bilingual(source: YamlSource, path: ValuePath, fields: Record<string, unknown>): Bilingual | null {
    for (const name of Object.keys(fields)) {
      if (name === 'zh' || name === 'en') continue
      const place = { file: source.file, line: source.lineOfName([...path, name]) }
      const message = `${path.join('.')} is a text in two languages and cannot hold ${name.slice(0, 60)} as well.`
      this.problems.push(problem('field_unknown', place, message, 'Keep zh and en, and move the rest out.'))
    }
    const zh = this.#inLanguage(source, path, fields, 'zh')
    const en = this.#inLanguage(source, path, fields, 'en')
    return zh === null || en === null ? null : { zh, en }
  }

  #inLanguage(source: YamlSource, path: ValuePath, fields: Record<string, unknown>, language: 'zh' | 'en') {
    if (language in fields) return this.#text(source, [...path, language], fields[language])
    const place = { file: source.file, line: source.lineOfName(path) }
    const message = `${path.join('.')} has no ${language === 'zh' ? 'Chinese' : 'English'} text.`
    this.problems.push(problem('language_missing', place, message, `Add the field ${language}.`))
    return null
  }

  #text(source: YamlSource, path: ValuePath, value: unknown): string | null {
    const place = { file: source.file, line: source.lineOf(path) }
    const name = path.join('.')
    if (typeof value === 'number') return source.writtenNumber(path)
    if (typeof value !== 'string' && value !== null && value !== undefined) {
      this.problems.push(
        problem('field_type', place, `${name} should be text or a number.`, 'Write it in "…".'),
      )
      return null
    }
    const text = (value ?? '').trim()
    if (text === '') {
      this.problems.push(
        problem('text_empty', place, `${name} is empty.`, 'Write a value, or take the line out.'),
      )
      return null
    }
    if (text.length > MAX_VALUE_LENGTH) {
      const message = `${name} is longer than ${MAX_VALUE_LENGTH} characters.`
      this.problems.push(
        problem('text_too_long', place, message, 'Keep names and figures here, and texts in answers.'),
      )
      return null
    }
    return text
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
