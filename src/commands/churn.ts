/** `liuke churn`: the churn model on the command line. */

import { LiukeError } from '../errors.ts'
import { evaluate } from './churn-evaluate.ts'
import { explain, score, train } from './churn-installation.ts'
import { drift, models, use } from './churn-models.ts'
import { measureUplift } from './churn-uplift.ts'
import { WrongCall } from './churn-wrong-call.ts'
import type { Command } from './command.ts'

const usage = `liuke churn train [--map MAPPING.yaml] [--cutoff DAY --horizon DAYS] [--json]
liuke churn score [--json]
liuke churn explain ACCOUNT|ID [--json]
liuke churn models [--json]
liuke churn use VERSION [--json]
liuke churn drift [--json]
liuke churn uplift [--kind offer|contact] [--days N] [--json]
liuke churn evaluate --data FILE [--test FILE] --map MAPPING.yaml [--seed N]
                     [--bootstraps N] [--grid] [--report FILE.html] [--json]
liuke churn evaluate --customers [--map MAPPING.yaml] …

  train      learns from this installation's customers whose outcome is known, and scores everybody
  score      scores everybody with the model in force
  explain    says why one customer has the score they have
  models     lists the models that are kept, and which is in force
  use        puts an earlier model into force again, and scores everybody
  drift      compares today's customers with those the model learnt from
  uplift     measures what offers or contact have brought, against customers left alone at random
  evaluate   trains on a CSV table or on our own customers and measures how well it predicts who leaves

  --cutoff DAY     learns from customers as they were on that day, such as 2026-06-30
  --horizon DAYS   what counts as leaving: within so many days after it (90)
  --kind WHAT      offers made to who cancels (offer), or contact of our own accord (contact)
  --days N         when it is looked whether they stayed (90)
  --data FILE      customers to learn from, CSV in UTF-8 with the names of columns in the first row
  --customers      this installation's own, whose outcome is known, instead of a file
  --test FILE      customers to measure on; without it everybody is scored by a model that did not learn from them
  --map FILE       what the columns mean; data/mappings/telco.yaml is one
  --seed N         seed of everything that is drawn, a whole number (1)
  --bootstraps N   redraws the customers so often and says whether reasons stay the same (0; 20 with --report)
  --grid           tries other choices of columns and of ridge
  --report FILE    writes a page in Chinese and English with everything that was measured
  --json           the last line printed is one JSON object

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

/** What `liuke churn` can do; each is handed what stands after its name and gives the exit code. */
const actions: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  evaluate,
  train,
  score,
  explain,
  models,
  use,
  drift,
  uplift: measureUplift,
}

export const command: Command = {
  name: 'churn',
  summary: 'who may leave: train, score, explain, measure',
  usage,
  async run(args) {
    const [name = '', ...rest] = args
    try {
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined
      if (action === undefined) throw new WrongCall(name === '' ? 'What to do?' : `There is no ${name}.`)
      return await action(rest)
    } catch (error) {
      if (error instanceof WrongCall) {
        console.error(`${error.message}\n\n${usage}`)
        return 2
      }
      // parseArgs throws TypeErrors with such codes for what the caller typed.
      if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
        console.error(`${error.message}\n\n${usage}`)
        return 2
      }
      if (!(error instanceof LiukeError)) throw error
      console.error(String(error))
      return 1
    }
  },
}
