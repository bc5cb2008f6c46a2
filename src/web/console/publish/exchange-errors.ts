/** What the server refuses of an import or export, in words. */

import type { Strings } from '../strings.ts'

export function exchangeErrors(words: Strings): Readonly<Record<string, string>> {
  return {
    ImportUnreadable: words.errorExUnreadable,
    ImportTooLarge: words.errorExTooLarge,
    FileTooLarge: words.errorExTooLarge,
    TooManyFiles: words.errorExTooLarge,
    ImportOutdated: words.errorExOutdated,
    DraftConflict: words.errorExConflict,
    DraftChangedSince: words.errorExChanged,
    BadArgument: words.errorExUnusual,
    BadMultipart: words.errorExBroken,
    UploadIncomplete: words.errorExBroken,
    UploadTimeout: words.errorExBroken,
    NoFiles: words.errorExNoFiles,
    RevisionNotFound: words.errorExRevision,
    CorpusFolderChanged: words.errorCorpusFolder,
  }
}
