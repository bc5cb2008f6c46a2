/** What the columns of a table mean: which customer fields they fill, and what churn is learnt from. */

import { z } from 'zod'
import { inReadingOrder, type Problem, problemMaker, sourceProblems } from '../company/problems.ts'
import { readShape, text, valueAt } from '../company/shape.ts'
import { MAX_FILE_BYTES, readTextFile, type SourceFile } from '../company/source-files.ts'
import { parseYaml, type ValuePath, type YamlSource } from '../company/yaml-source.ts'
import { LiukeError } from '../errors.ts'

/** One row of a table, by column; null where nothing is written. */
export type Row = Readonly<Record<string, string | number | null>>

/** Fields of a customer's record that a column can fill. */
export const customerFields = [
  ...['account', 'name', 'phone', 'email', 'language', 'district', 'address', 'gender'],
  ...['plan', 'contract', 'joined', 'tenure_months', 'payment', 'monthly_charge', 'status'],
] as const

/** Values of record fields that have a fixed set; the others hold whatever the table says. */
const fixedValues: Readonly<Record<string, readonly string[]>> = {
  language: ['zh', 'en'],
  status: ['active', 'cancelled'],
}

const columnName = text(100)
const cell = text(200)
const bilingual = z.strictObject({ zh: text(200), en: text(200) })

/** Features that are one number: they may also be multiplied by one another in an `all`. */
const simpleShapes = {
  number: z.strictObject({ number: columnName }),
  log: z.strictObject({ log: columnName }),
  is: z.strictObject({ is: columnName, value: cell }),
  ratio: z.strictObject({
    ratio: z.array(columnName).min(1).max(4),
    over: z.array(columnName).min(1).max(4),
    otherwise: z.number(),
  }),
  count: z.strictObject({ count: z.array(columnName).min(2).max(50), equal: cell }),
}
const simpleShape = z.union(Object.values(simpleShapes))

const group = { group: text(40) }
const shapes = {
  number: simpleShapes.number.extend(group),
  log: simpleShapes.log.extend(group),
  is: simpleShapes.is.extend(group),
  ratio: simpleShapes.ratio.extend(group),
  count: simpleShapes.count.extend(group),
  steps: z.strictObject({ steps: columnName, at: z.array(z.number()).min(1).max(20), ...group }),
  category: z.strictObject({ category: columnName, reference: cell, ...group }),
  all: z.strictObject({ all: z.array(simpleShape).length(2), ...group }),
}
const featureShape = z.union(Object.values(shapes))

const columnShape = z.strictObject({
  type: z.enum(['number', 'category']),
  /** What an empty cell stands for, where that is known. */
  missing: z.union([z.number(), cell]).optional(),
  /** How cells are written, where it is more than plain text or a plain number. */
  clean: z.enum(['money', 'boolean', 'date']).optional(),
  /** What an import does with a cell that is wrong; `reject` unless said otherwise. */
  on_error: z.enum(['reject', 'empty']).optional(),
})
const churnFields = {
  groups: z.record(text(40), bilingual),
  audit: z.array(columnName).max(20).default([]),
}

/** What of a mapping scoring needs, in the form a stored model keeps it. */
export const churnMappingShape = z.strictObject({
  name: text(60),
  fold: z.record(cell, cell).default({}),
  missing: z
    .strictObject({ marks: z.array(cell).max(20).default([]), policy: z.enum(['refuse', 'average']) })
    .default({ marks: [], policy: 'refuse' }),
  columns: z.record(columnName, columnShape),
  churn: z.strictObject({ ...churnFields, features: z.array(featureShape).min(1).max(200) }),
})

const fieldSource = z.union([
  columnName,
  z.strictObject({ column: columnName, values: z.record(cell, cell).default({}) }),
])
/** One kind of file of several that an import brings together. */
const sourceShape = z.strictObject({
  /** Names of files, with * for anything. */
  files: z.array(text(200)).min(1).max(20),
  format: z.enum(['csv', 'tsv', 'jsonl', 'xlsx']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'gb18030']).optional(),
  delimiter: z.enum([',', ';', '|']).optional(),
  /** Of an Excel file; the first one otherwise. */
  sheet: text(100).optional(),
  columns: z.record(columnName, columnShape).optional(),
  customers: z.partialRecord(z.enum(customerFields), fieldSource).optional(),
})
const mappingShape = churnMappingShape.extend({
  about: bilingual,
  id: columnName,
  label: z.strictObject({ column: columnName, churned: cell, stayed: cell }),
  /** The column that says when a row is of: a day, or a number that grows with time. */
  time: columnName.optional(),
  customers: z.partialRecord(z.enum(customerFields), fieldSource).default({}),
  sources: z.array(sourceShape).max(20).default([]),
  // Features are read one by one, so that a mistake in one is told in terms of its kind.
  churn: z.strictObject({ ...churnFields, features: z.array(z.unknown()).min(1).max(200) }),
})

/** How a file of an import is read, where a mapping says more than its columns. */
export type MappingSource = z.infer<typeof sourceShape>
/** How a column is read. */
export type ColumnSpec = z.infer<typeof columnShape>
/** A feature that is one number. */
export type SimpleFeature = z.infer<typeof simpleShape>
/** A feature, told apart by the word it starts with; `category` and `steps` become several numbers. */
export type Feature = z.infer<typeof featureShape>
/** What of a mapping a model is trained and scored with. */
export type ChurnMapping = z.infer<typeof churnMappingShape>
/** A whole mapping. */
export type Mapping = Omit<z.infer<typeof mappingShape>, 'churn'> & Pick<ChurnMapping, 'churn'>
export type CustomerField = (typeof customerFields)[number]
export type ColumnType = z.infer<typeof columnShape>['type']

const problem = problemMaker(sourceProblems)

/**
 * Reads a mapping.
 * @throws LiukeError `mapping_unreadable` when there is no such file or it is no UTF-8 text, `mapping_invalid`
 *   with file, line and remedy of everything that is wrong in it
 */
export async function loadMapping(file: string): Promise<Mapping> {
  const { mapping, problems } = parseMapping({
    path: file,
    file,
    text: await readTextFile(file, MAX_FILE_BYTES, {
      code: 'mapping_unreadable',
      advice: 'Check its name and permissions, and save it as UTF-8.',
    }),
  })
  if (mapping !== null) return mapping
  const list = problems.map((p) => `  - ${p.file}:${p.line}: ${p.message} ${p.fix}`).join('\n')
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  throw new LiukeError('mapping_invalid', `The mapping has ${many}:\n${list}\n`, 'Mend these lines.')
}

/** The mapping a YAML text gives, or null and everything that is wrong in it, in reading order. */
export function parseMapping(file: SourceFile): { mapping: Mapping | null; problems: Problem[] } {
  const { source, problems } = parseYaml(file)
  if (source.value === undefined) {
    const at = { file: file.file, line: 1 }
    if (problems.length === 0) problems.push(problem('field_missing', at, 'The file is empty.', ADVICE))
    return { mapping: null, problems: inReadingOrder(problems) }
  }
  const outer = readShape(mappingShape, source, [])
  const raw = valueAt(source.value, ['churn', 'features'])
  const features = (Array.isArray(raw) ? raw : []).map((_, at) => readFeature(source, at))
  problems.push(...outer.problems, ...features.flatMap((feature) => feature.problems))
  let mapping: Mapping | null = null
  if (outer.data !== null && problems.length === 0) {
    const read = features.flatMap(({ feature }) => (feature === null ? [] : [feature]))
    mapping = { ...outer.data, churn: { ...outer.data.churn, features: read } }
    problems.push(...contradictions(mapping, source))
  }
  // The page the checks of shapes name is about the corpus; a mapping is learnt from the shipped one.
  const own = problems.map((p) => ({
    ...p,
    fix: p.fix.replace('docs/corpus.md', 'data/mappings/telco.yaml'),
  }))
  return { mapping: own.length === 0 ? mapping : null, problems: inReadingOrder(own) }
}

/** What a row says about a field of the customer's record; null where it or the mapping says nothing. */
export function customerValue(mapping: Mapping, field: CustomerField, row: Row): string | number | null {
  const from = mapping.customers[field]
  if (from === undefined) return null
  const written = row[typeof from === 'string' ? from : from.column] ?? null
  if (typeof from === 'string' || written === null) return written
  const key = String(written)
  return Object.hasOwn(from.values, key) ? (from.values[key] ?? null) : written
}

/** The columns a feature reads, and the type each must have. */
export function columnsRead(feature: Feature | SimpleFeature): { column: string; type: ColumnType }[] {
  const of = (type: ColumnType, ...columns: string[]) => columns.map((column) => ({ column, type }))
  if ('number' in feature) return of('number', feature.number)
  if ('log' in feature) return of('number', feature.log)
  if ('steps' in feature) return of('number', feature.steps)
  if ('is' in feature) return of('category', feature.is)
  if ('category' in feature) return of('category', feature.category)
  if ('count' in feature) return of('category', ...feature.count)
  if ('ratio' in feature) return of('number', ...feature.ratio, ...feature.over)
  return feature.all.flatMap((part) => columnsRead(part))
}

const ADVICE = 'data/mappings/telco.yaml shows a whole mapping.'

function readFeature(source: YamlSource, at: number): { feature: Feature | null; problems: Problem[] } {
  const path: ValuePath = ['churn', 'features', at]
  const kind = kindAt(shapes, source, path)
  if (typeof kind !== 'string') return { feature: null, problems: [kind] }
  if (kind === 'all') {
    const parts = valueAt(source.value, [...path, 'all'])
    if (!Array.isArray(parts) || parts.length !== 2) {
      const place = { file: source.file, line: source.lineOf([...path, 'all']) }
      const fix = 'Write all: [{ is: COLUMN, value: … }, { log: COLUMN }].'
      return { feature: null, problems: [problem('field_value', place, '`all` takes two features.', fix)] }
    }
    const problems = parts.flatMap((_, part) => partProblems(source, [...path, 'all', part]))
    if (problems.length > 0) return { feature: null, problems }
  }
  const { data, problems } = readShape(shapes[kind], source, path)
  return { feature: data, problems }
}

function partProblems(source: YamlSource, path: ValuePath): Problem[] {
  const kind = kindAt(simpleShapes, source, path)
  return typeof kind === 'string' ? readShape(simpleShapes[kind], source, path).problems : [kind]
}

/** The one word of `table` that the fields at the path hold, or what is wrong with them. */
function kindAt<Kind extends string>(
  table: Readonly<Record<Kind, unknown>>,
  source: YamlSource,
  path: ValuePath,
): Kind | Problem {
  const fields = valueAt(source.value, path)
  // Object.keys gives strings; these are the keys of the table.
  const kinds = Object.keys(table) as Kind[]
  const named = kinds.filter((kind) => valueAt(fields, [kind]) !== undefined)
  if (named.length === 1 && named[0] !== undefined) return named[0]
  const place = { file: source.file, line: source.lineOf(path) }
  const message = named.length === 0 ? 'This feature has no kind.' : `This feature is ${named.join(' and ')}.`
  return problem('field_value', place, message, `Write one of ${kinds.join(', ')}.`)
}

/** Columns that stand for what nobody may be judged by, however a mapping names its audit. */
const PROTECTED = /^(gender|sex|age|age[_ -]?(group|band|range)|birth.*|senior.*|性别|年龄|年龄段|出生.*)$/i

type Tell = (path: ValuePath, message: string, fix: string) => void

/** Fields that are read from columns that are not there, or given values they cannot have. */
function fieldContradictions(
  customers: Mapping['customers'],
  path: ValuePath,
  known: (path: ValuePath, column: string) => boolean,
  tell: Tell,
): void {
  for (const [field, from] of Object.entries(customers)) {
    if (!known([...path, field], typeof from === 'string' ? from : from.column)) continue
    const allowed = fixedValues[field]
    for (const [key, value] of typeof from === 'string' ? [] : Object.entries(from.values))
      if (allowed !== undefined && !allowed.includes(value))
        tell([...path, field, 'values', key], `${field} cannot be ${value}.`, `Use ${allowed.join(' or ')}.`)
  }
}

/** Money is a number; days and yes or no are words. */
function cleaningContradictions(columns: Mapping['columns'], path: ValuePath, tell: Tell): void {
  for (const [name, { type, clean }] of Object.entries(columns)) {
    if (clean === undefined || (clean === 'money') === (type === 'number')) continue
    const fix = `Give it \`type: ${clean === 'money' ? 'number' : 'category'}\`.`
    tell([...path, name, 'clean'], `${name} is a ${type} and cannot be cleaned as ${clean}.`, fix)
  }
}

/** What fits its shape and contradicts something else in the mapping. */
function contradictions(mapping: Mapping, source: YamlSource): Problem[] {
  const found: Problem[] = []
  const { columns, churn, label, customers } = mapping
  const tell: Tell = (path, message, fix) => {
    found.push(problem('field_value', { file: source.file, line: source.lineOf(path) }, message, fix))
  }
  const known = (path: ValuePath, column: string) => {
    if (Object.hasOwn(columns, column)) return true
    tell(path, `There is no column ${column} under \`columns\`.`, 'Add it there, or correct the name.')
    return false
  }
  known(['id'], mapping.id)
  known(['label', 'column'], label.column)
  if (mapping.time !== undefined) known(['time'], mapping.time)
  if (label.churned === label.stayed)
    tell(['label'], 'Who left and who stayed have the same value.', 'Write two different values.')
  for (const [name, { type, missing }] of Object.entries(columns))
    if (missing !== undefined && (type === 'number') !== (typeof missing === 'number'))
      tell(['columns', name, 'missing'], `${name} is a ${type}, and its missing value is not.`, 'Change one.')

  cleaningContradictions(columns, ['columns'], tell)
  fieldContradictions(customers, ['customers'], known, tell)
  mapping.sources.forEach((own, at) => {
    const path: ValuePath = ['sources', at]
    if (own.columns !== undefined && own.customers === undefined)
      tell([...path, 'columns'], 'These files have columns of their own, and no fields.', 'Add `customers:`.')
    if (own.columns !== undefined) cleaningContradictions(own.columns, [...path, 'columns'], tell)
    const has = (where: ValuePath, column: string) => {
      if (Object.hasOwn(own.columns ?? columns, column)) return true
      tell(where, `There is no column ${column} among the columns of these files.`, 'Add it, or correct it.')
      return false
    }
    if (own.customers !== undefined) fieldContradictions(own.customers, [...path, 'customers'], has, tell)
  })
  churn.audit.forEach((column, at) => {
    if (known(['churn', 'audit', at], column) && columns[column]?.type !== 'category')
      tell(['churn', 'audit', at], `${column} is a number.`, 'Audit a column of type category.')
  })

  const sensitive = new Set([...churn.audit, fieldColumn(mapping, 'gender')])
  churn.features.forEach((feature, at) => {
    const path: ValuePath = ['churn', 'features', at]
    if (!Object.hasOwn(churn.groups, feature.group))
      tell(
        [...path, 'group'],
        `There is no group ${feature.group} under \`groups\`.`,
        'Add it, or correct it.',
      )
    for (const { column, type } of columnsRead(feature)) {
      if (!known(path, column)) continue
      if (columns[column]?.type !== type)
        tell(path, `${column} is no ${type}, as this feature needs.`, 'Use another feature, or its type.')
      if (column === mapping.id || column === label.column)
        tell(path, `${column} says who left or who it is, and predicts nothing.`, 'Take the feature out.')
      if (column === mapping.time)
        tell(path, `${column} says when, and later customers have other values.`, 'Take the feature out.')
      if (sensitive.has(column) || PROTECTED.test(column))
        tell(path, `Nobody is scored by ${column}: it is only audited.`, 'Take the feature out.')
    }
    for (const value of valuesNamed(feature))
      if (Object.hasOwn(mapping.fold, value))
        tell(path, `${value} never occurs: \`fold\` turns it into ${mapping.fold[value]}.`, 'Use that value.')
  })
  return found
}

function fieldColumn(mapping: Mapping, field: CustomerField): string | undefined {
  const from = mapping.customers[field]
  return typeof from === 'object' ? from.column : from
}

function valuesNamed(feature: Feature | SimpleFeature): string[] {
  if ('is' in feature) return [feature.value]
  if ('category' in feature) return [feature.reference]
  if ('count' in feature) return [feature.equal]
  return 'all' in feature ? feature.all.flatMap((part) => valuesNamed(part)) : []
}
