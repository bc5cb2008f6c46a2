/** What a panel keeps of the files that are chosen and not sent yet. */

import { useState } from 'preact/hooks'
import { admit, type Refusal } from './picks.ts'

export interface Picks {
  /** Largest file in megabytes; 0 where none may be sent. */
  readonly maxMb: number
  readonly files: readonly File[]
  readonly refusal: Refusal | undefined
  add(files: readonly File[]): void
  remove(file: File): void
  clear(): void
}

/** Keeps the chosen files of one panel. */
export function usePicks(maxMb: number): Picks {
  const [state, setState] = useState<{ files: readonly File[]; refusal?: Refusal }>({ files: [] })
  return {
    maxMb,
    files: state.files,
    refusal: state.refusal,
    add: (files) => setState((now) => admit(now.files, files, maxMb)),
    remove: (file) => setState((now) => ({ files: now.files.filter((other) => other !== file) })),
    clear: () => setState({ files: [] }),
  }
}
