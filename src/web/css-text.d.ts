/** Style sheets are imported as their minified text; `src/console/pages.ts` bundles them so. */

declare module '*.css' {
  const text: string
  export default text
}
