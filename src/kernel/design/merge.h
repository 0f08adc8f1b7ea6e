// The next form of an object: what is asked, laid over what stands. Pure; any thread.
#pragma once

#include "kernel/meta/schema.h"

namespace bihuan::design {

// A whole object as the product or a config file describes it, over the one in force (may be
// null): fields keep their ids, the company's own fields stay, system fields no longer described
// are hidden (their columns stay).
meta::Object merge_whole(const meta::Object* before, meta::Object next);

// A partial object file over the one in force: listed fields, verbs, views are changed or added,
// everything else stays. Issues name the place.
meta::Object merge_patch(const meta::Object& before, const Json& patch, Issues& issues);

}  // namespace bihuan::design
