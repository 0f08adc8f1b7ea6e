// The demo company in and out of a company that runs, as jobs.
//
// Steps run on the job thread. Loading goes act by act through the record path; removing takes a
// backup into the data folder, then deletes in small transactions. What was cut short while it
// loaded can only be removed; what was cut short while it was removed goes on.
#pragma once

#include "work/job/job.h"

#include <string>
#include <vector>

namespace bihuan::app {

void register_demo_jobs(job::Kinds& kinds);

// Codes of the demo company's departments.
std::vector<std::string> demo_department_codes();
inline constexpr const char* kDemoCompanyName = "苏州拓远智能装备有限公司";

}  // namespace bihuan::app
