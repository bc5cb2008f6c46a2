/** The desk's calls. */

import type {
  PhoneAnswer,
  QueueAnswer,
  RevealAnswer,
  RevealField,
  TaskOutcome,
  TasksAnswer,
  TicketStatus,
} from '../../console/desk-types.ts'
import { type ApiOptions, type Calls, createCalls } from '../staff/calls.ts'
import type { OpenConversation, SeenUpTo } from './work-api.ts'

export { ApiError } from '../staff/calls.ts'

/** The desk's calls. All of them that ask the server throw `ApiError`. */
export interface Api extends Pick<Calls, 'session' | 'signIn' | 'signOut'> {
  queue(): Promise<QueueAnswer>
  conversation(id: string): Promise<OpenConversation>
  claim(id: string): Promise<void>
  /** Takes it from whoever has it. */
  takeOver(id: string): Promise<void>
  /** @param seen refused where something was said since */
  release(id: string, seen?: SeenUpTo): Promise<void>
  /**
   * @param clientId the same for every try of one message, so that it is sent once
   * @param seen refused where something was said since; see `SeenUpTo`
   */
  say(id: string, text: string, clientId: string, seen?: SeenUpTo): Promise<void>
  reveal(id: string, field: RevealField): Promise<RevealAnswer>
  tasks(): Promise<TasksAnswer>
  finishTask(id: string, outcome: TaskOutcome): Promise<void>
  revealPhone(taskId: string): Promise<PhoneAnswer>
  setTicket(number: string, status: TicketStatus): Promise<void>
  /** Where the bytes of a file are; opening it is a look that is put on record. */
  fileAddress(id: string): string
}

/** @param options of a browser, or of a test */
export function createApi(options: ApiOptions): Api {
  return deskCalls(createCalls(options))
}

/** The desk's calls over those of every page. */
export function deskCalls({ get, post, address, session, signIn, signOut }: Calls): Api {
  const at = (id: string, action = '') => `api/desk/conversations/${encodeURIComponent(id)}${action}`

  // The casts below: the answers are our own server's, and these types are its contract.
  return {
    session,
    signIn,
    signOut,
    queue: async () => (await get('api/desk/queue')) as QueueAnswer,
    conversation: async (id) => (await get(at(id))) as OpenConversation,
    async claim(id) {
      await post(at(id, '/claim'))
    },
    async takeOver(id) {
      await post(at(id, '/take-over'))
    },
    async release(id, seen) {
      await post(at(id, '/release'), seen)
    },
    async say(id, text, clientId, seen) {
      await post(at(id, '/messages'), { text, clientId, ...seen })
    },
    reveal: async (id, field) => (await post(at(id, '/reveal'), { field })) as RevealAnswer,
    tasks: async () => (await get('api/desk/tasks')) as TasksAnswer,
    async finishTask(id, outcome) {
      await post(`api/desk/tasks/${encodeURIComponent(id)}/done`, { outcome })
    },
    revealPhone: async (id) => (await post(`api/desk/tasks/${encodeURIComponent(id)}/reveal`)) as PhoneAnswer,
    async setTicket(number, status) {
      await post(`api/desk/tickets/${encodeURIComponent(number)}`, { status })
    },
    fileAddress: (id) => address(`api/desk/files/${encodeURIComponent(id)}`),
  }
}
