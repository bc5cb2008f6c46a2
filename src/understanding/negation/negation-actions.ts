/** What customers can want done and say that they do not, and which intents ask for it. */

/** Something a customer may or may not want done; `any` stands for whatever is going on. */
export type Action =
  | 'activate'
  | 'any'
  | 'bill'
  | 'block-sim'
  | 'callback'
  | 'cancel'
  | 'change-plan'
  | 'complain'
  | 'contact-details'
  | 'delete'
  | 'discount'
  | 'dispute'
  | 'export'
  | 'invoice'
  | 'language'
  | 'outage'
  | 'person'
  | 'plan'
  | 'port-out'
  | 'refund'
  | 'replace-sim'
  | 'reschedule'
  | 'return'
  | 'suspend'
  | 'technician'
  | 'ticket'
  | 'usage'

/** Intents that ask for an action. A corpus that lacks one loses nothing; one with others is read by its model. */
const INTENTS: Readonly<Partial<Record<Action, readonly string[]>>> = {
  bill: ['bill.view', 'bill.explain-high'],
  'block-sim': ['sim.lost'],
  callback: ['svc.callback'],
  cancel: ['cancel.service', 'cancel.competitor', 'cancel.how'],
  'change-plan': ['plan.change'],
  complain: ['svc.complain'],
  'contact-details': ['acct.update-contact'],
  delete: ['acct.privacy-delete', 'cancel.service'],
  discount: ['offer.retention'],
  dispute: ['bill.dispute'],
  export: ['acct.privacy-export'],
  invoice: ['bill.invoice-tax'],
  language: ['svc.language'],
  outage: ['net.outage'],
  person: ['svc.human'],
  plan: ['plan.current', 'plan.contract-end'],
  'port-out': ['number.port-out', 'cancel.competitor'],
  refund: ['pay.refund'],
  'replace-sim': ['sim.replace'],
  reschedule: ['home.reschedule-visit'],
  return: ['home.return-equipment'],
  suspend: ['number.keep-suspend'],
  technician: ['home.no-internet', 'home.reschedule-visit'],
  ticket: ['svc.ticket-status'],
  usage: ['data.usage'],
}

/** The intents by which customers ask for any of some actions. */
export function intentsOf(actions: readonly Action[]): ReadonlySet<string> {
  return new Set(actions.flatMap((action) => INTENTS[action] ?? []))
}
