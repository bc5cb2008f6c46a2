/** The source files of the product and what each of them imports, for tests of structure. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Folder of the project. */
export const root = path.join(import.meta.dirname, '..', '..')

/** One import as it is written. */
export interface Import {
  /** `./lane.ts`, `kysely/migration` and so on. */
  readonly specifier: string
  /** Whether only types are taken, so that nothing is left of it when the file runs. */
  readonly typeOnly: boolean
  /** Whether it is started as a worker: a program of its own, which may share files with who starts it. */
  readonly worker: boolean
}

/** All files below the folders, as paths from the root with `/`, in order. */
export function filesIn(...folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
        .map((file) => file.split(path.sep).join('/')),
    )
    .sort()
}

/** The text of a file named from the root. */
export function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

/** Whether a file is TypeScript. */
export function isSource(file: string): boolean {
  return /\.tsx?$/.test(file)
}

const STATEMENT = /^(?:import|export)\s+(type\s)?([^'";]*?\sfrom\s+)?'([^']+)'/gm
const IN_CODE = /\bimport\(\s*'([^']+)'|\bnew URL\(\s*'(\.[^']+\.ts)'\s*,\s*import\.meta\.url/g

/** What a file imports: statements, `import()`, and workers it starts by address. */
export function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names = '', specifier = '']) => ({
    specifier,
    typeOnly: type !== undefined || onlyTypes(names),
    worker: false,
  }))
  const inCode = [...text.matchAll(IN_CODE)].map(([, dynamic, worker]) => ({
    specifier: dynamic ?? worker ?? '',
    typeOnly: false,
    worker: worker !== undefined,
  }))
  return [...statements, ...inCode]
}

/** `{ type A, type B } from` */
function onlyTypes(names: string): boolean {
  const inBraces = /^\s*\{([^}]*)\}\s*from\s+$/.exec(names)?.[1]
  const parts = inBraces
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return parts !== undefined && parts.length > 0 && parts.every((part) => part.startsWith('type '))
}

/** The file a relative import names; undefined for a package. */
export function targetOf(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined
}
