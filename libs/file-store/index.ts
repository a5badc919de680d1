/** Files that all processes of the service share, and files of this machine, behind the same two faces. */
export {
  type FileReader,
  FileStore,
  type FileWriter,
  type StoredFile,
  StoredFileGoneError,
} from './file-store.js';
export { createLocalFile, openLocalFile } from './local-file.js';
