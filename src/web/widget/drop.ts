/** Files dragged over the panel. */

import { useState } from 'preact/hooks'

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/**
 * What makes an element take dropped files, and whether some are being held over it.
 * @param enabled otherwise everything is left to the page
 */
export function useDrop(enabled: boolean, take: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false)
  const hold = (event: DragEvent) => {
    if (!enabled || !bringsFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const handlers = {
    onDragEnter: hold,
    onDragOver: hold,
    onDragLeave: (event: DragEvent & { currentTarget: HTMLElement }) => {
      const next = event.relatedTarget
      if (!(next instanceof Node) || !event.currentTarget.contains(next)) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      setOver(false)
      if (!enabled || !bringsFiles(event)) return
      event.preventDefault()
      take([...(event.dataTransfer?.files ?? [])])
    },
  }
  return { over: over && enabled, handlers }
}
