/** The form of a scan of one view with what is declared of it, to be injected. */
export function scanForm(metadata: object, picture = 'a picture', boundary = 'b') {
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload:
      `--${boundary}\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n${JSON.stringify(metadata)}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="side"; filename="x"\r\n\r\n${picture}\r\n--${boundary}--\r\n`,
  };
}
