import { copyAddresses, followDays } from "./agenda.js";
import { filterAgenda } from "./agenda_filter.js";
import { followCatalogue } from "./catalogue.js";
import { handleCopying } from "./copying.js";
import { guardForms } from "./forms.js";
import { keepForLater } from "./offline.js";
import { closeMenus, keepHashOnLanguageSwitch } from "./page.js";
import { followTimes } from "./times.js";

keepHashOnLanguageSwitch();
closeMenus();
guardForms();
filterAgenda();
followTimes();
followDays();
copyAddresses();
keepForLater();
followCatalogue();
handleCopying();
