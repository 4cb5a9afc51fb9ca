import { followCatalogue } from "./catalogue.js";
import { guardForms } from "./forms.js";
import { closeMenus, keepHashOnLanguageSwitch } from "./page.js";
import { followTimes } from "./times.js";

keepHashOnLanguageSwitch();
closeMenus();
guardForms();
followTimes();
followCatalogue();
