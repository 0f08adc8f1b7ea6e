// Boost.Asio's own code, compiled here once instead of in every file.
#include "http/internal/asio.h"

#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
