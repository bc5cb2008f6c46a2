/** What a command of the command line is: a name, a line of help, and a function that returns the exit code. */

/** One command of `liuke`, found by `src/main.ts` under its name. */
export interface Command {
  /** Word after `liuke`, as in `liuke evaluate`. */
  readonly name: string
  /** One line for `liuke help`. */
  readonly summary: string
  /** Full usage, printed by `liuke help NAME` and after a wrong call. */
  readonly usage: string
  /**
   * Runs the command.
   * @param args what stands after the command's name
   * @returns the exit code: 0 done, 1 refused or failed, 2 called wrongly
   */
  run(args: string[]): Promise<number>
}
