#include "work/exchange/mapping.h"

#include "base/crypto.h"
#include "base/text.h"
#include "kernel/access/rights.h"
#include "work/exchange/encoding.h"

#include <algorithm>
#include <set>

namespace bihuan::exchange {

namespace {

constexpr int kCertain = 100;
constexpr int kUsual = 85;           // words people use for it
constexpr int kLoose = 70;           // one holds the other
constexpr int kNear = 60;            // a letter or two apart
constexpr std::size_t kNearBytes = 6;
constexpr std::size_t kSamplesShown = 3;
constexpr std::size_t kSampleTextBytes = 200;

struct Alias {
    std::string_view field;
    std::string_view words;          // folded, parted by |
};

// How other systems and people call the fields that most objects have.
constexpr Alias kAliases[] = {
    {"owner", "业务员|销售|销售员|销售人员|销售代表|归属人|所属人|sales rep|sales agent|owner name|"
              "assigned to"},
    {"external_id", "外部id|原系统编号|id|record id|external key"},
    {"created_at", "创建日期|录入时间|录入日期|建档时间|created date|createddate|create date"},
    {"created_by", "录入人|建档人|创建者|creator"},
    {"updated_at", "修改时间|最后修改时间|last modified date|lastmodifieddate|modified"},
    {"phone", "手机|手机号|手机号码|联系电话|电话号码|电话号|座机|mobile|tel|telephone|phone number"},
    {"mobile", "手机号|手机号码|联系电话|电话|phone|cell"},
    {"email", "电子邮件|邮件|邮箱地址|电子邮箱|mail|email address|e-mail address"},
    {"account", "公司|公司名称|企业|企业名称|单位|单位名称|客户名称|客户名|company|company name|"
                "account name|customer"},
    {"website", "网址|官网|公司网址|主页|url|web site|homepage"},
    {"industry", "所属行业|行业类别|sector"},
    {"address", "地址|公司地址|联系地址|详细地址|通讯地址|billing address|street"},
    {"note", "说明|描述|备注信息|comments|remark|remarks|description|notes"},
    {"amount", "金额|合同额|合同金额|销售额|总金额|value|close value|total|deal value"},
    {"employees", "人数|员工人数|number of employees|headcount"},
    {"founded_year", "成立时间|year established|founded"},
    {"annual_revenue", "营业额|年销售额|revenue|annual revenue"},
    {"title", "职务|职位|job title|position"},
};
// What records of an object are called.
constexpr std::string_view kTitleWords = "名称|姓名|name|名字|title|全称";

constexpr std::pair<std::string_view, std::string_view> kAddressParts[] = {
    {"province", "省|省份|省/自治区|所在省|state|province|billingstate|region"},
    {"city", "市|城市|所在市|city|billingcity"},
    {"district", "区|区县|县|所在区|district|county"},
    {"detail", "详细地址|街道|门牌|street|billingstreet|address line"},
};

std::string key_of(std::string_view text) {
    std::string out;
    const std::string folded = fold(text);
    for (std::size_t pos = 0; pos < folded.size();) {
        const char32_t c = next_code_point(folded, pos);
        const bool mark = c == U' ' || c == U'_' || c == U'-' || c == U'*' || c == U':' ||
                          c == U'：' || c == U'.' || c == U'/' || c == U'　';
        if (!mark) append_code_point(out, c);
    }
    return out;
}

bool is_among(std::string_view words, const std::string& key) {
    const auto all = split(words, '|');
    return std::any_of(all.begin(), all.end(),
                       [&](std::string_view word) { return key_of(word) == key; });
}

struct Candidate {
    std::string field;
    int confidence = 0;
};

struct Target {
    const meta::Object& object;
    std::vector<const meta::Field*> fields;
};

int likeness(const meta::Object& object, const meta::Field& field, const std::string& key) {
    const std::string zh = key_of(field.label.zh);
    const std::string en = key_of(field.label.en);
    if (key == zh || key == en || key == key_of(field.name)) return kCertain;
    const bool is_title = field.name == object.title_field;
    if (is_title) {
        const bool named = key == key_of(object.label.zh) || key == key_of(object.label.en) ||
                           key == key_of(object.label.zh + "名称") ||
                           key == key_of(object.label.en + "name") ||
                           key == key_of(object.name + "name");
        if (named || is_among(kTitleWords, key)) return kUsual + 5;
    }
    for (const Alias& alias : kAliases) {
        if (alias.field == field.name && is_among(alias.words, key)) return kUsual;
    }
    const bool long_enough = count_code_points(key) >= 2 && count_code_points(zh) >= 2;
    if (long_enough && (key.find(zh) != std::string::npos || zh.find(key) != std::string::npos)) {
        return kLoose;
    }
    // Short words are near to each other by chance, and ids of other systems name nobody here.
    const bool may_be_near = key.size() >= kNearBytes &&
                             field.type->kind() != types::Kind::reference;
    return may_be_near && nearest(key, {en, key_of(field.name)}) ? kNear : 0;
}

Candidate best_of(const Target& target, const std::string& column) {
    const std::string key = key_of(column);
    Candidate best;
    if (key.empty()) return best;
    for (const meta::Field* field : target.fields) {
        const int confidence = likeness(target.object, *field, key);
        if (confidence > best.confidence) best = {field->name, confidence};
        if (field->type->name() != "address") continue;
        for (const auto& [part, words] : kAddressParts) {
            if (!is_among(words, key) || best.confidence >= kUsual) continue;
            best = {field->name + "." + std::string(part), kUsual};
        }
    }
    return best;
}

std::string hash_of(const std::vector<std::string>& columns) {
    std::string all;
    for (const std::string& column : columns) all += key_of(column) + "\n";
    return to_hex(sha256(all)).substr(0, 32);
}

bool may_set(const access::Rights& rights, const meta::Object& object,
             const meta::Field& field) {
    return rights.is_everything() || rights.field(object, field) == access::FieldRight::write;
}

}  // namespace

bool is_importable(const meta::Field& field) {
    if (field.hidden || !field.stored) return false;
    const std::string_view type = field.type->name();
    if (type == "formula" || type == "rollup" || type == "lines" || type == "attachment") {
        return false;
    }
    return field.name != "import_id" && field.name != "source_kind" && field.name != "updated_by";
}

std::vector<Proposal> propose(const Snapshot& snapshot, const meta::Object& object,
                              const Source& source, const ImportOptions& options) {
    const auto rights = access::rights_of(snapshot);
    Target target{object, {}};
    for (const meta::Field& field : object.fields) {
        if (is_importable(field) && may_set(*rights, object, field)) {
            target.fields.push_back(&field);
        }
    }
    std::vector<Proposal> out(source.columns.size());
    std::set<std::string> taken;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].column = source.columns[i];
        for (const auto& row : source.samples) {
            const std::string text = trim(row[i]);
            auto& samples = out[i].samples;
            if (text.empty() || samples.size() >= kSamplesShown ||
                std::find(samples.begin(), samples.end(), text) != samples.end()) {
                continue;
            }
            samples.emplace_back(clip(text, kSampleTextBytes));
        }
        const auto given = options.mapping.find(out[i].column);
        if (given == options.mapping.end()) continue;
        out[i].field = given->second;
        out[i].confidence = kCertain;
        if (given->second) taken.insert(*given->second);
    }
    // The surest first, so that a near miss does not take another column's field.
    for (int least = kCertain; least >= kNear; least -= 5) {
        for (Proposal& each : out) {
            if (each.field || options.mapping.count(each.column) > 0) continue;
            const Candidate best = best_of(target, each.column);
            if (best.confidence < least || taken.count(best.field) > 0) continue;
            each.field = best.field;
            each.confidence = best.confidence;
            taken.insert(best.field);
        }
    }
    return out;
}

std::string propose_date_format(const meta::Object& object, const Source& source,
                                const std::vector<Proposal>& proposals) {
    bool first_is_day = false;
    bool second_is_day = false;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const meta::Field* field =
            proposals[i].field ? object.find(*proposals[i].field) : nullptr;
        if (!field) continue;
        const std::string_view type = field->type->name();
        if (type != "date" && type != "datetime" && type != "month") continue;
        for (const auto& row : source.samples) {
            const std::string text = trim(row[i]);
            const auto day_first = parse_date_loose(text.substr(0, text.find(' ')), "d/m/y");
            const auto month_first = parse_date_loose(text.substr(0, text.find(' ')), "m/d/y");
            if (parse_date_loose(text)) continue;
            if (day_first && !month_first) first_is_day = true;
            if (month_first && !day_first) second_is_day = true;
        }
    }
    if (first_is_day == second_is_day) return {};
    return first_is_day ? "d/m/y" : "m/d/y";
}

std::optional<ImportOptions> recall_options(const Snapshot& snapshot, const meta::Object& object,
                                            const std::vector<std::string>& columns) {
    std::optional<std::string> held;
    const std::string hash = hash_of(columns);
    snapshot.db().query("SELECT options FROM import_mapping WHERE object = ? AND header = ?",
                        {std::string_view(object.name), std::string_view(hash)},
                        [&](const db::Row& row) {
                            held = std::string(row.text(0));
                            return false;
                        });
    if (!held) return std::nullopt;
    Issues ignored;  // a field it names may be gone: the check says so
    ImportOptions options = parse_options(Json::parse(*held), ignored);
    std::erase_if(options.mapping, [&](const auto& each) {
        return each.second && each.second->find('.') == std::string::npos &&
               *each.second != "id" && !object.find(*each.second);
    });
    return options;
}

void remember_options(Tx& tx, const meta::Object& object,
                      const std::vector<std::string>& columns, const ImportOptions& options) {
    ImportOptions kept = options;
    kept.source = SourceOptions();
    std::string text;
    JsonWriter json(text);
    write_options(kept, json);
    const std::string hash = hash_of(columns);
    tx.db().post("DELETE FROM import_mapping WHERE object = ? AND header = ?",
                 {std::string_view(object.name), std::string_view(hash)});
    tx.db().post("INSERT INTO import_mapping (object, header, options, at) "
                 "VALUES (?, ?, ?, ?)",
                 {std::string_view(object.name), std::string_view(hash),
                  std::string_view(text), tx.recorded_at().micros});
}

}  // namespace bihuan::exchange
