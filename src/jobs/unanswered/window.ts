/** The stretch of time that is looked through at once. */

/** After `from`, up to `to`, in milliseconds since 1970. */
export interface Window {
  readonly from: number
  readonly to: number
}
