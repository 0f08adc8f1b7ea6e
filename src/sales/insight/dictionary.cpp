#include "sales/insight/families.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

std::vector<Metric> all_metrics() {
    std::vector<Metric> all;
    for (auto family : {booking_metrics, collecting_metrics, owing_metrics, closing_metrics,
                        pipeline_metrics, stage_metrics, lead_metrics, customer_metrics,
                        document_metrics, target_metrics}) {
        for (Metric& metric : family()) all.push_back(std::move(metric));
    }
    return all;
}

}  // namespace

const std::vector<Metric>& dictionary() {
    static const std::vector<Metric> all = all_metrics();
    return all;
}

const Metric& metric_named(std::string_view name) {
    const auto& all = dictionary();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Metric& metric) { return metric.name == name; });
    if (found != all.end()) return *found;
    std::vector<std::string> names;
    for (const Metric& metric : all) names.push_back(metric.name);
    Error error(Code::not_found, "error.metric.unknown", {{"metric", std::string(name)}});
    if (const auto near = nearest(name, names)) error.with_hint(*near);
    throw error;
}

Table measured(const Snapshot& snapshot, const Question& question, std::string_view name) {
    const Metric& metric = metric_named(name);
    return metric.measure(snapshot, question, metric);
}

}  // namespace bihuan::insight
