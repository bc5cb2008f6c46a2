/** Parses files that are read again and again, of which one at a time changes. */

import type { SourceFile } from './source-files.ts'
import { parseYaml } from './yaml-source.ts'

type Parsed = ReturnType<typeof parseYaml>

/** A `parseYaml` that remembers the last text of each file: half of what checking a corpus costs is parsing. */
export function parsingOnce(): typeof parseYaml {
  const known = new Map<string, { readonly text: string; readonly parsed: Parsed }>()
  return (source: SourceFile) => {
    const last = known.get(source.file)
    if (last?.text === source.text) return last.parsed
    const parsed = parseYaml(source)
    known.set(source.file, { text: source.text, parsed })
    return parsed
  }
}
