/** Mutations that are loaded behind the first paint: they are made on demand, and few are waiting when a page opens. */

import { bulkMutations } from "./bulk";
import { fieldMutations } from "./fields";
import { learn } from "./registry";

learn({ ...bulkMutations, ...fieldMutations });
