/** Puts the API of desk and console together: every route that takes a session but those of insight and retention. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { startUnanswered } from '../jobs/unanswered/start.ts'
import { mountCorpusEditor } from './corpus-editor.ts'
import { mountCorpusExchange } from './corpus-exchange.ts'
import { mountCorpusPublish } from './corpus-publish.ts'
import { mountDeadLetters } from './dead-letters.ts'
import { mountDesk } from './desk.ts'
import { mountDeskCollaboration } from './desk-collaboration.ts'
import { mountDeskFiles } from './desk-files.ts'
import { mountDeskInbox } from './desk-inbox.ts'
import { mountDeskRouting } from './desk-routing.ts'
import { mountDeskSendFile } from './desk-send-file.ts'
import type { Gate } from './gate.ts'
import { mountHandoffRules } from './handoff-rules.ts'
import { mountQuestions } from './questions.ts'
import { mountStaffAccounts } from './staff-accounts.ts'
import { mountTeam } from './team.ts'
import { mountTestLab } from './test-lab.ts'
import { mountUnanswered } from './unanswered.ts'

/** What the routes need. */
export interface StaffOptions {
  readonly gate: Gate
  readonly curation: Curation
  readonly brain: () => Brain
  readonly uploadMaxBytes: number
  /** Where people reach the server, when it is configured. */
  readonly publicUrl: string | undefined
}

/** What runs behind the routes. */
export interface StaffRoutes {
  /** Ends streams of events, whose pages come back elsewhere. */
  endStreams(): void
  /** Ends checks of the draft and the collecting of questions, and waits for what is under way. */
  stop(): Promise<void>
}

/** Adds the routes to a server, and starts what they ask. */
export function mountStaff(server: Server, options: StaffOptions): StaffRoutes {
  const { gate, curation, brain, uploadMaxBytes, publicUrl } = options
  const staff = { store: curation.store, gate, brain }
  const endStreams = mountDesk(server, staff)
  mountDeskFiles(server, staff)
  mountDeskRouting(server, staff)
  mountDeskCollaboration(server, staff)
  mountDeskSendFile(server, { ...staff, uploadMaxBytes, publicUrl })
  mountDeskInbox(server, staff)
  mountTeam(server, staff)
  mountHandoffRules(server, { ...staff, curation })
  mountStaffAccounts(server, staff)
  mountDeadLetters(server, staff)
  const unanswered = startUnanswered({ curation })
  mountUnanswered(server, { gate, curation, job: unanswered })
  mountCorpusEditor(server, { gate, curation })
  mountCorpusExchange(server, { gate, curation })
  const closeGates = mountCorpusPublish(server, { gate, curation, running: () => brain().revision })
  mountTestLab(server, { gate, curation })
  mountQuestions(server, { gate, curation })
  return {
    endStreams,
    stop: async () => {
      await unanswered.stop()
      await closeGates()
    },
  }
}
