/** What the server refuses when it is to publish, in words. */

import type { Strings } from '../strings.ts'

export function publishErrors(words: Strings): Readonly<Record<string, string>> {
  return {
    GateRunning: words.errorGateRunning,
    DraftChanged: words.errorDraftChanged,
    GateOutdated: words.errorDraftChanged,
    OwnSubmission: words.errorOwnSubmission,
    OverrideNeeded: words.errorOverrideNeeded,
    CorpusInvalid: words.errorCorpusInvalid,
    CorpusFolderChanged: words.errorCorpusFolder,
    FolderUnreadable: words.errorFolderUnreadable,
    GateNotFound: words.errorGateGone,
    SubmissionWaits: words.errorSubmissionWaits,
    SubmissionNotFound: words.errorSubmissionGone,
    RevisionLive: words.errorRevisionLive,
    RevisionNotFound: words.errorRevisionGone,
    DraftConflict: words.errorDraftBusy,
  }
}
