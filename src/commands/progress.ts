/** Shows how far a long job is: one line that renews itself on a terminal, a few plain lines elsewhere. */

const WIDTH = 24
const STEP = 0.25

/** Reports progress and cleans up after itself. */
export interface Progress {
  /** @param share 0..1, or null where it cannot be told */
  report(stage: string, share: number | null): void
  done(): void
}

/** Progress on a stream. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  let shownStage = ''
  let shownShare = 0
  return {
    report: (stage, share) => {
      if (stream.isTTY) {
        const bar = share === null ? '' : ` ${barOf(share)} ${Math.round(share * 100)} %`
        stream.write(`\r\x1b[2K${stage}${bar}`)
        return
      }
      const news = stage !== shownStage || (share !== null && share - shownShare >= STEP)
      if (!news) return
      shownStage = stage
      shownShare = share ?? 0
      stream.write(`${stage}${share === null ? '' : ` ${Math.round(share * 100)} %`} …\n`)
    },
    done: () => {
      if (stream.isTTY) stream.write('\r\x1b[2K')
    },
  }
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * WIDTH)
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`
}
