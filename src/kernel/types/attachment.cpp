// Files, as a list of file ids in the order people gave them. No settings.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/reference.h"

#include <algorithm>

namespace bihuan::types {
namespace {

constexpr std::size_t kFilesMax = 50;  // of one field; more belong into a folder of their own

class Attachment final : public Basic {
public:
    Attachment() : Basic("attachment", Kind::list, db::Storage::text) {}

    Value normalise(const Settings&, const Json& input, Issues& issues) const override {
        if (input.is_null()) return {};
        ValueList list;
        if (!input.is_array()) {
            add(list, input, issues);
        } else {
            for (std::size_t i = 0; i < input.size(); ++i) add(list, input.at(i), issues);
        }
        return list.empty() ? Value() : Value(std::move(list));
    }

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        ValueList list;
        for (const std::string_view part : split(text, ',')) {
            if (is_blank(part)) continue;
            const auto id = parse_record_id(trim(part));
            if (!id) {
                issues.add("", "issue.attachment.invalid", {{"value", trim(part)}});
                return {};
            }
            list.emplace_back(*id);
        }
        return list.empty() ? Value() : Value(std::move(list));
    }

    void validate(const Settings&, const Value& value, Issues& issues) const override {
        const auto* list = value.get_if<ValueList>();
        if (list && list->size() > kFilesMax) {
            issues.add("", "issue.list.too_many", {{"max", std::to_string(kFilesMax)}});
        }
    }

    std::string to_text(const Settings&, const Value& value, Language) const override {
        std::vector<std::string> ids;
        if (const auto* list = value.get_if<ValueList>()) {
            for (const Value& item : *list) {
                if (const auto* id = item.get_if<RecordId>()) ids.push_back(bihuan::to_text(*id));
            }
        }
        return join(ids, ",");
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        out.begin_array();
        if (const auto* list = value.get_if<ValueList>()) {
            for (const Value& item : *list) {
                if (const auto* id = item.get_if<RecordId>()) out.id(id->value);
            }
        }
        out.end_array();
    }

    std::vector<std::string_view> operators() const override {
        return {"is_empty", "is_not_empty"};
    }

private:
    static void add(ValueList& list, const Json& item, Issues& issues) {
        Issues inner;
        Value id = read_reference(item, inner);
        if (!id.is<RecordId>()) {
            issues.add("", "issue.attachment.invalid", {{"value", item.to_text()}});
        } else if (std::find(list.begin(), list.end(), id) == list.end()) {
            list.push_back(std::move(id));
        }
    }
};

}  // namespace

const FieldType& attachment_type() {
    static const Attachment kType;
    return kType;
}

}  // namespace bihuan::types
