// Types whose values are computed: they look and compare like the type of their result.
//
// Owned by kernel/types. Immutable: any thread.
#pragma once

#include "kernel/types/basic.h"

namespace bihuan::types {

// Formula and roll-up. Everything about values is asked of the result type.
class Computed : public Basic {
public:
    explicit Computed(std::string_view name) : Basic(name, Kind::none, db::Storage::text) {}
    bool is_writable() const override { return false; }
    // Computed fields refuse input.
    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override;
    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override;
    int compare(const Settings& settings, const Value& a, const Value& b) const override;
    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override;
    void write_json(const Settings& settings, const Value& value, JsonWriter& out) const override;
    std::vector<std::string_view> operators() const override { return {}; }
};

}  // namespace bihuan::types
