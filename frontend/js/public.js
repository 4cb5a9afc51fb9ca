import { addCalendarLinks, copyAddresses, followDays, readyFilter } from "./agenda.js";
import { followFlashes } from "./flashes.js";
import { guardForms } from "./forms.js";
import { keepForLater } from "./offline.js";
import { closeMenus, keepHashOnLanguageSwitch } from "./page.js";
import { followTimes } from "./times.js";

keepHashOnLanguageSwitch();
closeMenus();
guardForms();
followFlashes();
readyFilter();
addCalendarLinks();
followTimes();
followDays();
copyAddresses();
keepForLater();
