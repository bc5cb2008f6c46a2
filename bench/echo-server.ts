/** The yardstick of `bench:turns`: botbuilder's echo bot as its samples show it, without credentials, on restify. */

import {
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder'
import restify from 'restify'

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}))

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
