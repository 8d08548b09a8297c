#include "daemon/commands/command_line.hpp"

int main(int count, char** words) { return lacuna::command_line(count, words); }
