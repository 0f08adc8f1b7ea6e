#include "kernel/actor.h"

#include <utility>

namespace bihuan {

Actor Actor::system(std::string name) {
    Actor actor;
    actor.kind = ActorKind::system;
    actor.name = std::move(name);
    actor.source_kind = "automation";
    return actor;
}

}  // namespace bihuan
