// Values that name another record: an id, or a natural key that is resolved above.
//
// Owned by kernel/types. Immutable: any thread.
#pragma once

#include "kernel/types/basic.h"

namespace bihuan::types {

// A bare id string, {"id": ..} or {"key": ..}; the key comes back as a string Value.
Value read_reference(const Json& input, Issues& issues);

class Reference : public Basic {
public:
    explicit Reference(std::string_view name)
        : Basic(name, Kind::reference, db::Storage::reference) {}
    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override;
    // The trimmed text itself: the importer resolves names in bulk.
    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override;
    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override;
    void write_json(const Settings& settings, const Value& value, JsonWriter& out) const override;
    std::vector<std::string_view> operators() const override {
        return {"==", "!=", "in", "not_in", "is_empty", "is_not_empty"};
    }
};

}  // namespace bihuan::types
