/** The yardstick of `bench:turns`: a bare botbuilder echo bot with expectReplies on restify. */

import { ActivityTypes, CloudAdapter, type TurnContext } from 'botbuilder'
import restify from 'restify'
import { LocalAuthentication } from '../src/bot/authentication.ts'

const authentication = new LocalAuthentication(() => Promise.resolve(''))
const adapter = new CloudAdapter(authentication)
// Bare: what comes in is taken as authenticated, as an emulator's would be.
authentication.authenticateRequest = async () => authentication.localRequest()

const logic = async (context: TurnContext): Promise<void> => {
  if (context.activity.type === ActivityTypes.Message)
    await context.sendActivity(`echo ${context.activity.text}`)
}

const server = restify.createServer()
server.use(restify.plugins.bodyParser({ mapParams: false }))
server.post('/api/messages', async (request, response) => {
  // restify and botbuilder describe the same request with types that do not quite meet.
  await adapter.process(request as unknown as Parameters<typeof adapter.process>[0], response, logic)
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('ready'))
