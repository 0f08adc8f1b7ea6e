// The one door to Boost.Asio inside this room; compiled once in asio.cpp.
//
// Internal to http/: no header that other rooms include may include this one.
#pragma once

#ifndef BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_ASIO_SEPARATE_COMPILATION
#endif
#ifndef BOOST_ASIO_NO_DEPRECATED
#define BOOST_ASIO_NO_DEPRECATED
#endif

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace bihuan::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
// Concrete executors: the type-erased default costs an allocation and a virtual call per step.
using LoopExecutor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, LoopExecutor>;
using TlsStream = asio::ssl::stream<Socket&>;
using LoopTimer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                             asio::wait_traits<std::chrono::steady_clock>,
                                             LoopExecutor>;
using Descriptor = asio::posix::basic_stream_descriptor<LoopExecutor>;

}  // namespace bihuan::http
