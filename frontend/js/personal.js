// The page of one participant and the page to join: addresses are copied by a button.
import { handleCopying } from "./copying.js";

handleCopying();
