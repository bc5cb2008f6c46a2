/** For how long a customer can be blocked. */

/** Offered as far as the caller may, in hours. */
const HOURS = [1, 4, 12, 24, 72, 168, 720]

/** The lengths to choose from. @param most hours the caller may block somebody for */
export function hoursUpTo(most: number): readonly number[] {
  const within = HOURS.filter((hours) => hours <= most)
  return within.at(-1) === most || most < 1 ? within : [...within, most]
}
