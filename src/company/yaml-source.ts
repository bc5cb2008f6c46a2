/** Turns the text of one YAML file into plain values that still know their lines. */

import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { type Problem, problemMaker, sourceProblems } from './problems.ts'
import type { SourceFile } from './source-files.ts'
import { startOf, tooDeep, ValueReader } from './yaml-values.ts'

/** A path into the values of a file: names of fields and places in lists. */
export type ValuePath = readonly (string | number)[]

/** One parsed YAML file. */
export interface YamlSource {
  /** Path inside the folder, with `/`. */
  readonly path: string
  /** Path to show to people. */
  readonly file: string
  /** Plain strings, numbers, booleans, null, arrays and objects without a prototype; undefined when empty or broken. */
  readonly value: unknown
  /** Line of the value at the path, or of the nearest thing around it that exists. */
  lineOf(path: ValuePath): number
  /** Line of the field's name at the path. */
  lineOfName(path: ValuePath): number
  /** Line on which the character at `index` of the text at the path stands. */
  lineWithin(path: ValuePath, index: number): number
  /** The number at the path as it was written (`0.50`), or null where there is none. */
  writtenNumber(path: ValuePath): string | null
}

/** Syntax problems reported for one file: what follows the first few is mostly their consequence. */
const MAX_SYNTAX_PROBLEMS = 5
const problem = problemMaker(sourceProblems)

/** Parses one file. Where its syntax is broken the value is undefined: half a file is not used. */
export function parseYaml(source: SourceFile): { source: YamlSource; problems: Problem[] } {
  const lines = new LineCounter()
  const parsed = parseDocument(source.text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false, // checked below, in linear time
    schema: 'core',
  })
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const reader = new ValueReader(source.file, lineAt)
  reader.checkText(source.text)
  const syntax: Problem[] = []
  for (const { pos, code, message } of parsed.errors) {
    const line = lineAt(pos[0])
    if (syntax.at(-1)?.line === line) continue
    if (syntax.length === MAX_SYNTAX_PROBLEMS) break
    syntax.push(syntaxProblem(source.file, line, code, message))
  }
  const read = syntax.length > 0 ? undefined : reader.read(parsed.contents)
  const value = reader.tooDeep ? undefined : (read ?? undefined)
  const problems = [...reader.problems, ...syntax]
  return { source: new ParsedSource(source, value, parsed.contents, lineAt), problems }
}

function syntaxProblem(file: string, line: number, code: string, message: string): Problem {
  if (code === 'RESOURCE_EXHAUSTION') return tooDeep({ file, line })
  const advice: Record<string, string> = {
    TAB_AS_INDENT: 'Indent with spaces, never with tabs.',
    MULTIPLE_DOCS: 'Take the line `---` out: one file is one list.',
    BAD_INDENT: 'Line the text up with the lines around it.',
    MISSING_CHAR: 'Close the quote or bracket; put text that holds quotes or brackets in "…".',
    BAD_ALIAS: 'Put text that starts with * or & in "…".',
  }
  const fix =
    advice[code] ?? 'Put text with `: `, ` #`, quotes or brackets in "…", and check the indentation.'
  return problem('yaml_syntax', { file, line }, `This is not valid YAML: ${firstLine(message)}`, fix)
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.slice(0, 200) ?? ''
}

class ParsedSource implements YamlSource {
  readonly path: string
  readonly file: string
  readonly value: unknown
  readonly #root: unknown
  readonly #lineAt: (offset: number) => number
  /** Fields by name of the maps that were looked into, so that asking for many lines stays linear. */
  readonly #fields = new WeakMap<YAMLMap, Map<string, Pair>>()

  constructor(source: SourceFile, value: unknown, root: unknown, lineAt: (offset: number) => number) {
    this.path = source.path
    this.file = source.file
    this.value = value
    this.#root = root
    this.#lineAt = lineAt
  }

  lineOf(path: ValuePath): number {
    return this.#lineAt(this.#find(path).value)
  }

  lineOfName(path: ValuePath): number {
    return this.#lineAt(this.#find(path).name)
  }

  lineWithin(path: ValuePath, index: number): number {
    const { node, value } = this.#find(path)
    const line = this.#lineAt(value)
    if (!isScalar(node) || node.type !== 'BLOCK_LITERAL' || typeof node.value !== 'string') return line
    // The text of a block starts on the line after its `|`, and keeps every line of its own.
    return line + 1 + (node.value.slice(0, index).match(/\n/g)?.length ?? 0)
  }

  writtenNumber(path: ValuePath): string | null {
    const { node } = this.#find(path)
    if (!isScalar(node) || typeof node.value !== 'number') return null
    return /^-?\d+(?:\.\d+)?$/.test(node.source ?? '') ? (node.source ?? null) : String(node.value)
  }

  /** Follows the path as far as it exists; gives offsets of the last value and of its field name. */
  #find(path: ValuePath): { node: unknown; value: number; name: number } {
    let node: unknown = this.#root
    let value = startOf(node) ?? 0
    let name = value
    for (const step of path) {
      let next: unknown
      let nextName: unknown
      if (isSeq(node) && typeof step === 'number') {
        next = node.items[step]
        nextName = next
      } else if (isMap(node)) {
        const pair = this.#fieldsOf(node).get(String(step))
        next = pair?.value
        nextName = pair?.key
      }
      if (startOf(nextName) === null) return { node: null, value, name }
      name = startOf(nextName) ?? name
      value = startOf(next) ?? name
      node = next
    }
    return { node, value, name }
  }

  #fieldsOf(map: YAMLMap): Map<string, Pair> {
    let fields = this.#fields.get(map)
    if (fields === undefined) {
      // Turned around, so that of two fields with one name the first is kept, as in the value.
      fields = new Map(
        map.items.toReversed().map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]),
      )
      this.#fields.set(map, fields)
    }
    return fields
  }
}
