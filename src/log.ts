/** JSON logs. Callers pass ids, codes and figures; what customers write or who they are never gets here. */

import { type Logger as PinoLogger, pino } from 'pino'

/** The logger handed down from the server. */
export type Logger = PinoLogger

/** A logger that writes JSON lines to standard output, or to the stream given. */
export function createLogger(level: string, destination?: NodeJS.WritableStream): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ sync: true }),
  )
}
