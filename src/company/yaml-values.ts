/** Turns YAML nodes into plain values, and reports what such files may not hold. */

import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { type Place, type Problem, problemMaker, sourceProblems } from './problems.ts'

/** Deepest nesting a file may have; an entry needs four levels. */
const MAX_DEPTH = 20
/** Characters that do not show, or turn the order of what is shown around; tab and line ends are fine. */
const HIDDEN_CHARACTER = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u

const problem = problemMaker(sourceProblems)

/** Builds plain values from the nodes of a document, and reports what they may not hold. */
export class ValueReader {
  /** Everything that was found. */
  readonly problems: Problem[] = []
  /** Set when the nesting goes deeper than is read. */
  tooDeep = false
  readonly #file: string
  readonly #lineAt: (offset: number) => number
  readonly #hiddenOn = new Set<number>()

  constructor(file: string, lineAt: (offset: number) => number) {
    this.#file = file
    this.#lineAt = lineAt
  }

  /** Looks for invisible characters in the text itself, comments included. */
  checkText(text: string): void {
    for (const match of text.matchAll(new RegExp(HIDDEN_CHARACTER, 'gu'))) {
      this.#reportHidden(this.#lineAt(match.index), match[0])
    }
  }

  /** The plain value of a node; maps become objects without a prototype. */
  read(node: unknown, depth = 0): unknown {
    if (depth > MAX_DEPTH) {
      if (!this.tooDeep) this.problems.push(tooDeep(this.#at(node)))
      this.tooDeep = true
      return undefined
    }
    if (isAlias(node)) {
      const message = `*${node.source} repeats a value from elsewhere.`
      this.#report('yaml_alias', node, message, 'Write the value out; put text that starts with * in "…".')
      return undefined
    }
    this.#checkProperties(node)
    if (isScalar(node)) return this.#readScalar(node)
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1))
    if (!isMap(node)) return null

    const value: Record<string, unknown> = Object.create(null)
    for (const pair of node.items) {
      const name = this.#readName(pair.key)
      if (name === null) continue
      if (Object.hasOwn(value, name)) {
        const message = `The field ${name} stands here twice.`
        this.#report('yaml_duplicate_key', pair.key, message, 'Keep one of them.')
        continue
      }
      value[name] = this.read(pair.value, depth + 1)
    }
    return value
  }

  #readName(key: unknown): string | null {
    this.#checkProperties(key)
    if (isScalar(key) && key.value !== null && key.value !== undefined) return String(this.#readScalar(key))
    const message = 'The name of a field must be a word.'
    this.#report('yaml_key', key, message, 'Put text that starts with { or [ or ? in "…".')
    return null
  }

  #readScalar(node: Scalar): unknown {
    if (typeof node.value !== 'string') return node.value
    // Raw characters were found in the text already; an escape such as "\u202E" shows only here.
    if (node.type === 'QUOTE_DOUBLE') this.#checkEscapes(node, node.value)
    return node.value
  }

  #checkEscapes(node: Scalar, value: string): void {
    const hidden = value.isWellFormed() ? HIDDEN_CHARACTER.exec(value)?.[0] : '\uFFFD'
    if (hidden === undefined) return
    this.#reportHidden(this.#at(node).line, hidden)
  }

  #reportHidden(line: number, character: string): void {
    if (this.#hiddenOn.has(line)) return
    this.#hiddenOn.add(line)
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''
    const message = `The line holds the invisible character U+${code}.`
    const at = { file: this.#file, line }
    this.problems.push(problem('text_control', at, message, 'Delete it, or type the line again.'))
  }

  #checkProperties(node: unknown): void {
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return
    if (node.anchor !== undefined) {
      const message = `&${node.anchor} marks a value to be repeated.`
      this.#report('yaml_alias', node, message, 'Take the mark out; put text that starts with & in "…".')
    }
    if (node.tag !== undefined) {
      const message = `The tag ${node.tag.slice(0, 60)} is not used here.`
      this.#report('yaml_tag', node, message, 'Take the tag out; put text that starts with ! in "…".')
    }
  }

  #report(code: keyof typeof sourceProblems, node: unknown, message: string, fix: string): void {
    this.problems.push(problem(code, this.#at(node), message, fix))
  }

  #at(node: unknown): { file: string; line: number } {
    return { file: this.#file, line: this.#lineAt(startOf(node) ?? 0) }
  }
}

/** The problem of a file that nests deeper than is read. */
export function tooDeep(at: Place): Problem {
  const message = `Lists and fields are nested more than ${MAX_DEPTH} deep.`
  return problem('yaml_too_deep', at, message, 'Compare the indentation with docs/corpus.md.')
}

/** Offset at which a node starts, or null for what is no node. */
export function startOf(node: unknown): number | null {
  // Every node of a parsed document carries its range; the type leaves it open for nodes made by hand.
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? ((node as Node).range?.[0] ?? null)
    : null
}
