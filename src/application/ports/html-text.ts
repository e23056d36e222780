/** HTML of messages: what may stand in one of ours, and what it says without its tags. */
export interface HtmlText {
  /**
   * What is safe to show and to send: no scripts, event handlers, forms or frames, links to the web, to mail and to
   * telephones alone, images of the web, by `cid:`, or of their own (`data:` of PNG, JPEG, GIF and WebP).
   */
  clean(html: string): string;
  /** What a reader without HTML reads, links with their addresses. */
  textOf(html: string): string;
}
