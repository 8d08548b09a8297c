#include "daemon/precompiled.hpp"
