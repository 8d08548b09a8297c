#include "daemon/telemetry/process_figures.hpp"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace lacuna {
namespace {

double seconds_of(timeval const& span) {
    return static_cast<double>(span.tv_sec) + static_cast<double>(span.tv_usec) / 1e6;
}

double reading_of(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double started_at() {
    std::ifstream stat{"/proc/self/stat"};
    std::string line{std::istreambuf_iterator<char>{stat}, {}};
    std::istringstream fields{line.substr(line.rfind(')') + 1)};  // The name before it may hold anything.
    std::string field;
    constexpr int of_start_time = 20;  // proc(5): field 22, the 20th after the name.
    for (int i = 0; i < of_start_time; ++i) fields >> field;
    // From the clocks and not from /proc/stat, which a sandbox hides (ProcSubset=pid).
    auto const booted = reading_of(CLOCK_REALTIME) - reading_of(CLOCK_BOOTTIME);
    return field.empty() ? 0 : booted + std::stod(field) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

process_figures read_process_figures() {
    process_figures now;
    rusage used{};
    if (::getrusage(RUSAGE_SELF, &used) == 0)
        now.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
    std::ifstream pages{"/proc/self/statm"};
    double total = 0, resident = 0;
    if (pages >> total >> resident)
        now.resident_bytes = resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
    std::error_code error;
    std::filesystem::directory_iterator const open{"/proc/self/fd", error};
    if (!error) now.open_descriptors = static_cast<double>(std::distance(begin(open), end(open)));
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) now.descriptors_most = static_cast<double>(limit.rlim_cur);
    static double const start = started_at();
    now.started_at = start;
    return now;
}

}  // namespace lacuna
