/**
 * Lets files be dropped anywhere on the page; the body wears `is-dropping` while some hover over it. `onFiles` hears the
 * names of folders apart: a browser hands them out as files that cannot be read.
 */
export function attachDropZone(
  page: HTMLElement,
  onFiles: (files: readonly File[], folders: readonly string[]) => void,
): void {
  // dragenter and dragleave fire for every child passed on the way: count them.
  let depth = 0;
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  const show = (change: number) => {
    depth = Math.max(0, depth + change);
    page.classList.toggle('is-dropping', depth > 0);
  };

  page.addEventListener('dragenter', (event) => {
    if (carriesFiles(event)) show(1);
  });
  page.addEventListener('dragleave', (event) => {
    if (carriesFiles(event)) show(-1);
  });
  page.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  page.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(-depth);
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
    const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory === true;
    const folders = items.filter(isFolder).map((item) => item.getAsFile()?.name ?? '');
    const files = items.filter((item) => !isFolder(item)).flatMap((item) => item.getAsFile() ?? []);
    onFiles(files, folders);
  });
}
