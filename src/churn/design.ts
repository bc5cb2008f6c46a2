/** Turns the features of a mapping into numbers: the columns of the design matrix. */

import type { ChurnMapping, Feature, Row, SimpleFeature } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { categoryIn, eachRow, numberIn } from './cells.ts'

/** Most values of one category: more is a name or an identifier, which teaches nothing. */
const MAX_LEVELS = 100

/** One number per row; NaN where something it is made of is not known. */
export interface DesignColumn {
  /** For people: `log(tenure)`, `Contract = One year`. */
  readonly name: string
  readonly group: string
  /** @throws LiukeError what reading cells throws */
  readonly read: (row: Row) => number
}

/** Values of each category feature's column that training saw, sorted. */
export type Levels = Readonly<Record<string, readonly string[]>>

/** A value of a category that training never saw; it counts as the reference level. */
export interface UnseenValue {
  readonly column: string
  readonly value: string
}

/**
 * The values every category feature takes in these rows.
 * @throws LiukeError `churn_levels_many`, and what reading cells throws
 */
export function levelsOf(mapping: ChurnMapping, rows: readonly Row[]): Levels {
  const columns = mapping.churn.features.flatMap((f) => ('category' in f ? [f.category] : []))
  return Object.fromEntries(
    [...new Set(columns)].map((column) => {
      const seen = new Set<string>()
      for (const value of eachRow(rows, (row) => categoryIn(row, column, mapping))) {
        if (value !== null) seen.add(value)
        if (seen.size > MAX_LEVELS) throw tooMany(column)
      }
      return [column, [...seen].sort()]
    }),
  )
}

/** The columns of the design matrix: the same for the same mapping and levels, in the same order. */
export function designOf(mapping: ChurnMapping, levels: Levels): DesignColumn[] {
  return mapping.churn.features.flatMap((feature) => {
    const { group } = feature
    if ('steps' in feature) {
      const { steps, at } = feature
      return at.map((least) => {
        const read = (row: Row) => atLeast(numberIn(row, steps, mapping), least)
        return { name: `${steps} ≥ ${least}`, group, read }
      })
    }
    if ('category' in feature) {
      const { category, reference } = feature
      const others = (levels[category] ?? []).filter((level) => level !== reference)
      return others.map((value) => ({ ...columnOf({ is: category, value }, mapping), group }))
    }
    return [{ ...columnOf(feature, mapping), group }]
  })
}

/** Values of a row's category features that training never saw. */
export function unseenIn(row: Row, mapping: ChurnMapping, levels: Levels): UnseenValue[] {
  return Object.entries(levels).flatMap(([column, seen]) => {
    const value = categoryIn(row, column, mapping)
    return value === null || seen.includes(value) ? [] : [{ column, value }]
  })
}

/** Category features whose reference level no row has, so that another level silently takes its place. */
export function unseenReferences(mapping: ChurnMapping, levels: Levels): UnseenValue[] {
  return mapping.churn.features.flatMap((feature) =>
    'category' in feature && !levels[feature.category]?.includes(feature.reference)
      ? [{ column: feature.category, value: feature.reference }]
      : [],
  )
}

type OneNumber = Exclude<Feature, { steps: string } | { category: string }> | SimpleFeature

function columnOf(feature: OneNumber, mapping: ChurnMapping): Omit<DesignColumn, 'group'> {
  if ('number' in feature) {
    return { name: feature.number, read: (row) => numberIn(row, feature.number, mapping) }
  }
  if ('log' in feature) {
    const read = (row: Row) => logOf(numberIn(row, feature.log, mapping))
    return { name: `log(${feature.log})`, read }
  }
  if ('is' in feature) {
    const { is, value } = feature
    return { name: `${is} = ${value}`, read: (row) => equals(categoryIn(row, is, mapping), value) }
  }
  if ('count' in feature) {
    const { count, equal } = feature
    const read = (row: Row) =>
      count.reduce((sum, column) => sum + equals(categoryIn(row, column, mapping), equal), 0)
    return { name: `count(${count.join(', ')} = ${equal})`, read }
  }
  if ('ratio' in feature) {
    const { ratio, over, otherwise } = feature
    const product = (row: Row, columns: readonly string[]) =>
      columns.reduce((sofar, column) => sofar * numberIn(row, column, mapping), 1)
    const read = (row: Row) => {
      const below = product(row, over)
      return below === 0 ? otherwise : product(row, ratio) / below
    }
    return { name: `${ratio.join(' × ')} / ${over.join(' × ')}`, read }
  }
  const parts = feature.all.map((part) => columnOf(part, mapping))
  return {
    name: parts.map((part) => part.name).join(' × '),
    read: (row) => parts.reduce((sofar, part) => sofar * part.read(row), 1),
  }
}

/** log(1 + x), so that 0 has a value; negative numbers count as 0. */
function logOf(value: number): number {
  return Math.log1p(Math.max(0, value))
}

function atLeast(value: number, least: number): number {
  return Number.isNaN(value) ? value : value >= least ? 1 : 0
}

function equals(value: string | null, wanted: string): number {
  return value === null ? Number.NaN : value === wanted ? 1 : 0
}

function tooMany(column: string): LiukeError {
  return new LiukeError(
    'churn_levels_many',
    `${column} has more than ${MAX_LEVELS} different values.`,
    'Fold rare values together in the mapping, or make it a number.',
  )
}
