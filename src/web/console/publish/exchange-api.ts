/** The calls of import and export. */

import type { ExchangeFormat, ExportAbout, ImportAnswer } from '../../../console/corpus-exchange-types.ts'
import type { Calls } from '../../staff/calls.ts'

const BASE = 'api/console/corpus'

/** How files are imported. */
export interface ImportHow {
  readonly format: ExchangeFormat
  readonly mode: 'merge' | 'replace'
  readonly language: 'zh' | 'en' | 'auto'
}

/** All of them throw `ApiError`. */
export interface ExchangeApi {
  /** @param which `live`, `draft`, or a number */
  about(format: ExchangeFormat, which: string): Promise<ExportAbout>
  /** Where the file is. */
  address(format: ExchangeFormat, which: string): string
  /** What an import would do. */
  show(files: readonly File[], how: ImportHow): Promise<ImportAnswer>
  /** @param shown fingerprint of what was shown */
  take(files: readonly File[], how: ImportHow, shown: string): Promise<ImportAnswer>
  /** Takes changes of the draft back, all or none; at most 1,000. @param changes oldest first */
  undo(changes: readonly string[]): Promise<void>
}

export function exchangeCalls({ get, post, upload, address }: Calls): ExchangeApi {
  const bring = async (files: readonly File[], query: Readonly<Record<string, string>>) => {
    const form = new FormData()
    for (const file of files) form.append('file', file, file.name)
    // The answer is our own server's, and this type is its contract.
    return (await upload(`${BASE}/import?${new URLSearchParams(query)}`, form)) as ImportAnswer
  }
  return {
    about: async (format, which) =>
      (await get(`${BASE}/export/about?format=${format}&which=${which}`)) as ExportAbout,
    address: (format, which) => address(`${BASE}/export?format=${format}&which=${which}`),
    show: (files, how) => bring(files, { ...how, dryRun: 'true' }),
    take: (files, how, shown) => bring(files, { ...how, dryRun: 'false', shown }),
    undo: async (changes) => void (await post(`${BASE}/undo`, { changes })),
  }
}
