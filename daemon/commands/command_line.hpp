#pragma once

namespace lacuna {

/// The program: reads the command line, then the configuration, and does the one thing asked for.
/// @return 0 done (a run: valid); 1 a fault of ours or of what we stand on; 2 bad input: command line,
/// configuration, file;
///         3 a run was void; 4 the doctor has warnings, and no fault; 130 stopped by a signal.
int command_line(int count, char const* const* words);

}  // namespace lacuna
