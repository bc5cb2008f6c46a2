/** `liuke api`: tokens of the public API, and webhooks, for whoever runs the machine. */

import { addressPolicyOf } from '../api/mount.ts'
import { scopes } from '../api/scopes.ts'
import { eventTypes } from '../channels/webhooks/event-types.ts'
import { actorOf } from './actor.ts'
import { performToken, readTokenCall } from './api-token.ts'
import { performWebhook, readWebhookCall } from './api-webhook.ts'
import type { Command } from './command.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke api token create --name NAME --scopes SCOPE,SCOPE… [--expires 90d]
liuke api token list [--json]
liuke api token revoke NAME
liuke api webhook add URL --events TYPE,TYPE… [--with-text]
liuke api webhook list [--json]
liuke api webhook enable|disable|remove|rotate ID
liuke api webhook deliveries ID [--status pending|sending|sent|dead] [--json]
liuke api webhook resend ID [DELIVERY]

The public API of docs/api.md. A token or secret is shown once, when it is made.
  --scopes LIST    ${scopes.join(', ')}
  --expires TIME   days as 90d, or a date as 2027-01-31; never without it
  --events LIST    ${eventTypes.join(', ')}; or all
  --with-text      message.created carries what was written
  rotate           a new secret; the old one signs beside it for a day
  resend           one delivery, or all that were given up

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

export const command: Command = {
  name: 'api',
  summary: 'tokens of the public API, and webhooks',
  usage,
  run: ([part, ...args]) => {
    if (part === 'token')
      return runCall(readTokenCall(args), usage, (call) =>
        withInstallation(async ({ store }) => {
          console.log(await performToken(store, actorOf(), call))
          return 0
        }),
      )
    if (part === 'webhook')
      return runCall(readWebhookCall(args), usage, (call) =>
        withInstallation(async ({ store, config }) => {
          console.log(await performWebhook(store, actorOf(), call, addressPolicyOf(config)))
          return 0
        }),
      )
    return runCall('Say token or webhook.', usage, async () => 2)
  },
}
