/** Files dragged over a part of a page. */

import { type DragEvent, useState } from 'react'

/**
 * What makes an element take dropped files, and whether some are being held over it.
 * @param enabled otherwise everything is left to the browser
 */
export function useFileDrop(enabled: boolean, take: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false)
  const bringsFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files')
  const hold = (event: DragEvent) => {
    if (!bringsFiles(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const handlers = {
    onDragEnter: hold,
    onDragOver: hold,
    onDragLeave: (event: DragEvent) => {
      const next = event.relatedTarget
      if (!(next instanceof Node) || !event.currentTarget.contains(next)) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      setOver(false)
      if (!bringsFiles(event)) return
      event.preventDefault()
      take([...event.dataTransfer.files])
    },
  }
  return { isOver: isOver && enabled, handlers }
}
